package org.doorstep.platform.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.doorstep.platform.launch.StartFailure;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who serves: a login with the rights of {@code doorstep_server}, which cannot become the owner who migrates. A role taken
 * by {@code SET ROLE} would not do, since {@code RESET ROLE} gives the owner back.
 *
 * @param owner migrates
 * @param address serves
 */
record ServerLogin(DatabaseAddress owner, DatabaseAddress address, Origin origin) {

    enum Origin {
        /** Somebody else made it and keeps its password. */
        NAMED,
        /** Made here, by the owner. */
        MADE,
        /** Made here, without a password: the embedded server listens on this machine only, and asks for none. */
        EMBEDDED
    }

    private static final Logger log = LoggerFactory.getLogger(ServerLogin.class);
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    static ServerLogin of(DatabaseServer server, DatabaseProperties properties) {
        DatabaseAddress owner = server.address();
        String password = properties.serverPassword();
        if (!properties.serverUser().isBlank()) {
            return new ServerLogin(owner, owner.as(properties.serverUser(), password), Origin.NAMED);
        }
        String user = owner.database() + "_login";
        if (server instanceof EmbeddedDatabase) {
            return new ServerLogin(owner, owner.as(user, ""), Origin.EMBEDDED);
        }
        return new ServerLogin(
                owner, owner.as(user, password.isBlank() ? derivedPassword(owner) : password), Origin.MADE);
    }

    /** The same on every instance, so that none takes the login away from another; none where the owner has none. */
    private static String derivedPassword(DatabaseAddress owner) {
        if (owner.password().isBlank()) {
            return "";
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(owner.password().getBytes(UTF_8), "HmacSHA256"));
            byte[] derived = mac.doFinal(("doorstep login " + owner.database()).getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the login where nobody else does, and makes sure that it can work and cannot become the owner. */
    void prepare() {
        if (address.user().equals(owner.user())) {
            log.warn(
                    "服务与迁移使用同一登录，服务可以改动表和审计记录 / One login migrates and serves: it can change tables and the audit record");
            return;
        }
        if (origin == Origin.MADE && address.password().isBlank()) {
            throw new StartFailure(
                    "数据库 %s 的用户 %s 没有密码：请设置 DOORSTEP_DB_PASSWORD，或用 DOORSTEP_DB_SERVER_PASSWORD 为服务登录指定密码"
                            .formatted(owner, owner.user()),
                    "The user %s of the database %s has no password: set DOORSTEP_DB_PASSWORD, or name a password for the login that serves in DOORSTEP_DB_SERVER_PASSWORD"
                            .formatted(owner.user(), owner));
        }
        try (Connection connection = connect(owner)) {
            if (origin != Origin.NAMED) {
                make(connection);
            }
            requireNoMoreRights(connection);
        } catch (SQLException e) {
            throw INSUFFICIENT_PRIVILEGE.equals(e.getSQLState()) ? cannotMake(e) : unusable(e);
        }
        try (Connection connection = connect(address)) {
            connection.isValid(1);
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    private void make(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // several instances may start at once
            statement.execute("select pg_advisory_lock(hashtext('org.doorstep.login'))");
            // a login that a crash of the database took back would shut out a server that goes on
            statement.execute("set synchronous_commit = on");
            if (!exists(connection)) {
                String user = connection.unwrap(PGConnection.class).escapeIdentifier(address.user());
                statement.execute("create role %s login in role doorstep_server".formatted(user));
            }
            if (origin == Origin.MADE) {
                // hashed here: the server's log of statements must not show it
                connection
                        .unwrap(PGConnection.class)
                        .alterUserPassword(address.user(), address.password().toCharArray(), "scram-sha-256");
            }
        }
    }

    private boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select from pg_roles where rolname = ?")) {
            query.setString(1, address.user());
            try (ResultSet found = query.executeQuery()) {
                return found.next();
            }
        }
    }

    private void requireNoMoreRights(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                select pg_has_role(r.oid, 'doorstep_server', 'usage'),
                       r.rolsuper or r.rolcreaterole or pg_has_role(r.oid, t.relowner, 'member')
                from pg_roles r cross join pg_class t
                where r.rolname = ? and t.oid = 'audit_entry'::regclass
                """)) {
            query.setString(1, address.user());
            try (ResultSet login = query.executeQuery()) {
                if (!login.next()) {
                    throw cannotMake(null);
                }
                if (login.getBoolean(2)) {
                    throw new StartFailure(
                            "登录 %s 权限过大，可以成为所有者：服务应使用只属于 doorstep_server 的登录".formatted(address.user()),
                            "The login %s could become the owner: the server must sign in as one that has the role doorstep_server and no more"
                                    .formatted(address.user()));
                }
                if (!login.getBoolean(1)) {
                    throw cannotMake(null);
                }
            }
        }
    }

    private StartFailure cannotMake(@Nullable SQLException cause) {
        String sql = "create role %s login password '…' in role doorstep_server".formatted(address.user());
        return new StartFailure(
                "用户 %s 无权建立服务登录：请由管理员执行 %s，并设置 DOORSTEP_DB_SERVER_USER 和 DOORSTEP_DB_SERVER_PASSWORD"
                        .formatted(owner.user(), sql),
                "The user %s may not make the login that serves: let an administrator run %s, and set DOORSTEP_DB_SERVER_USER and DOORSTEP_DB_SERVER_PASSWORD"
                        .formatted(owner.user(), sql),
                cause);
    }

    private StartFailure unusable(SQLException e) {
        return new StartFailure(
                "数据库 %s 不接受服务登录 %s：请检查 DOORSTEP_DB_SERVER_USER 和 DOORSTEP_DB_SERVER_PASSWORD"
                        .formatted(owner, address.user()),
                "The database %s does not accept the login that serves, %s: check DOORSTEP_DB_SERVER_USER and DOORSTEP_DB_SERVER_PASSWORD"
                        .formatted(owner, address.user()),
                e);
    }

    static Connection connect(DatabaseAddress address) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", address.user());
        login.setProperty("password", address.password());
        login.setProperty("connectTimeout", "5");
        login.setProperty("loginTimeout", "8");
        return DriverManager.getConnection(address.jdbcUrl(), login);
    }
}
