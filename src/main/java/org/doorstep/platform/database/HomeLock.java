package org.doorstep.platform.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.doorstep.platform.launch.StartFailure;

/** Held while a server uses the folder; the operating system frees it when the process dies. */
record HomeLock(FileChannel channel) implements AutoCloseable {

    static HomeLock take(Path home) {
        try {
            Files.createDirectories(home);
            if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                // Keys and data of families; the data server also runs the binaries in it.
                Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
            }
            FileChannel channel =
                    FileChannel.open(home.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(channel)) {
                channel.close();
                throw new StartFailure(
                        "另一个家门口服务正在使用文件夹 %s：请先停止它，或用 DOORSTEP_HOME 换一个文件夹".formatted(home),
                        "Another Doorstep server is using the folder %s: stop it, or set DOORSTEP_HOME to another folder"
                                .formatted(home));
            }
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new StartFailure(
                    "文件夹 %s 无法写入：请检查权限，或用 DOORSTEP_HOME 换一个文件夹".formatted(home),
                    "The folder %s cannot be written: check its permissions, or set DOORSTEP_HOME to another folder"
                            .formatted(home),
                    e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
