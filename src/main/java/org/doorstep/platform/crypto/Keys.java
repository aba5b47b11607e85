package org.doorstep.platform.crypto;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.doorstep.platform.launch.StartFailure;

/** The key files of one folder. */
record Keys(Path folder, Map<Purpose, KeysetHandle> keysets) {

    enum Purpose {
        FIELDS(PredefinedAeadParameters.AES256_GCM),
        BLIND_INDEX(PredefinedMacParameters.HMAC_SHA256_256BITTAG),
        SIGNATURES(PredefinedMacParameters.HMAC_SHA256_256BITTAG);

        private final Parameters parameters;

        Purpose(Parameters parameters) {
            this.parameters = parameters;
        }

        Path file(Path folder) {
            return folder.resolve(name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json");
        }
    }

    /**
     * Reads the folder, and generates the files that are not there.
     *
     * @param recorded ids by purpose that the database knows; a purpose with ids is never generated anew
     */
    static Keys open(Path folder, Map<Purpose, Set<Integer>> recorded) {
        try {
            AeadConfig.register();
            MacConfig.register();
            Map<Purpose, KeysetHandle> keysets = new EnumMap<>(Purpose.class);
            for (Purpose purpose : Purpose.values()) {
                Path file = purpose.file(folder);
                Set<Integer> needed = recorded.getOrDefault(purpose, Set.of());
                if (!Files.exists(file) && !needed.isEmpty()) {
                    throw missing(folder, needed);
                }
                KeysetHandle keyset = Files.exists(file) ? read(file) : write(file, generate(purpose));
                requireAll(folder, keyset, needed);
                keysets.put(purpose, keyset);
            }
            return new Keys(folder, keysets);
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure(
                    "密钥文件夹 %s 无法读写或内容损坏：请检查权限，或从备份恢复".formatted(folder),
                    "The keys in %s cannot be read or written: check the permissions, or restore the folder from its backup"
                            .formatted(folder),
                    e);
        }
    }

    /** Adds a key that encrypts fields from now on. */
    Keys rotateFields() {
        try {
            KeysetHandle rotated = KeysetHandle.newBuilder(keyset(Purpose.FIELDS))
                    .addEntry(KeysetHandle.generateEntryFromParameters(Purpose.FIELDS.parameters)
                            .withRandomId()
                            .makePrimary())
                    .build();
            Map<Purpose, KeysetHandle> changed = new EnumMap<>(keysets);
            changed.put(Purpose.FIELDS, write(Purpose.FIELDS.file(folder), rotated));
            return new Keys(folder, changed);
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure(
                    "无法在 %s 写入新密钥：请检查权限".formatted(folder),
                    "The new key cannot be written in %s: check the permissions".formatted(folder),
                    e);
        }
    }

    <P> P primitive(Purpose purpose, Class<P> type) {
        try {
            return keyset(purpose).getPrimitive(RegistryConfiguration.get(), type);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Set<Integer> ids(Purpose purpose) {
        return ids(keyset(purpose));
    }

    private KeysetHandle keyset(Purpose purpose) {
        KeysetHandle keyset = keysets.get(purpose);
        if (keyset == null) {
            throw new IllegalStateException("No keys for " + purpose);
        }
        return keyset;
    }

    private static void requireAll(Path folder, KeysetHandle keyset, Set<Integer> needed) {
        Set<Integer> absent = new TreeSet<>(needed);
        absent.removeAll(ids(keyset));
        if (!absent.isEmpty()) {
            throw missing(folder, absent);
        }
    }

    private static Set<Integer> ids(KeysetHandle keyset) {
        Set<Integer> ids = new TreeSet<>();
        for (int index = 0; index < keyset.size(); index++) {
            ids.add(keyset.getAt(index).getId());
        }
        return ids;
    }

    private static KeysetHandle generate(Purpose purpose) throws GeneralSecurityException {
        return KeysetHandle.generateNew(purpose.parameters);
    }

    private static KeysetHandle read(Path file) throws IOException, GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get());
    }

    private static KeysetHandle write(Path file, KeysetHandle keyset) throws IOException, GeneralSecurityException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "key", ".part");
        if (Files.getFileStore(part).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(part, TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get()));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return keyset;
    }

    private static StartFailure missing(Path folder, Set<Integer> ids) {
        return new StartFailure(
                "密钥文件夹 %s 缺少数据库已使用的密钥 %s，已加密的姓名和电话将无法读取：请从备份恢复该文件夹，或用 DOORSTEP_KEYS 指向它".formatted(folder, ids),
                "The folder %s lacks the keys %s that the database was encrypted with: restore it from its backup, or set DOORSTEP_KEYS to where it is"
                        .formatted(folder, ids));
    }
}
