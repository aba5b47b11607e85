package org.doorstep.reliability;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Stands between two programs, sees what they say, and cuts the connection at the worst moment. */
final class TcpProxy implements AutoCloseable {

    /** What is said on one connection. */
    interface Wire {

        /** What the client says, which is passed on. */
        void asked(byte[] bytes, int length);

        /** What the server answers; true cuts the connection before the client hears it. */
        boolean cutsBefore(byte[] answer, int length);
    }

    private final ServerSocket listening;
    private final String host;
    private final int port;
    private final Supplier<Wire> wires;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private TcpProxy(ServerSocket listening, String host, int port, Supplier<Wire> wires) {
        this.listening = listening;
        this.host = host;
        this.port = port;
        this.wires = wires;
    }

    static TcpProxy to(String host, int port, Supplier<Wire> wires) throws IOException {
        TcpProxy proxy = new TcpProxy(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), host, port, wires);
        daemon(proxy::accept);
        return proxy;
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                open.add(client);
                daemon(() -> connect(client));
            }
        } catch (IOException e) {
            // it was closed
            open.forEach(TcpProxy::shut);
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(host, port);
            open.add(server);
            Wire wire = wires.get();
            Runnable end = () -> {
                shut(client);
                shut(server);
                open.remove(client);
                open.remove(server);
            };
            daemon(() -> pump(client, server, end, (bytes, length) -> {
                wire.asked(bytes, length);
                return false;
            }));
            daemon(() -> pump(server, client, end, wire::cutsBefore));
        } catch (IOException e) {
            shut(client);
        }
    }

    private interface Ear {
        boolean endsAt(byte[] bytes, int length);
    }

    private static void pump(Socket from, Socket to, Runnable end, Ear ear) {
        byte[] buffer = new byte[32 * 1024];
        try (InputStream in = from.getInputStream()) {
            int length = in.read(buffer);
            while (length >= 0 && !ear.endsAt(buffer, length)) {
                to.getOutputStream().write(buffer, 0, length);
                length = in.read(buffer);
            }
        } catch (IOException e) {
            // one side went away, and the other is told below
        } finally {
            end.run();
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(TcpProxy::shut);
    }
}
