package org.doorstep.platform.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.doorstep.platform.launch.StartFailure;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.core.NestedExceptionUtils;

/** Looks at the server before Flyway does, so that what is wrong with it can be said in one line. */
record Migrations(ServerLogin login) implements FlywayMigrationStrategy {

    private static final int OLDEST_VERSION = 150_000;
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    @Override
    public void migrate(Flyway flyway) {
        check();
        try {
            flyway.migrate();
            login.prepare();
        } catch (FlywayValidateException e) {
            throw new StartFailure(
                    "数据库 %s 的迁移记录与本程序不一致：请使用与该库匹配的版本，或恢复升级前的备份（%s）".formatted(address(), firstDifference(e)),
                    "The migrations recorded in %s differ from this program's: run the version that fits, or restore a backup from before the upgrade"
                            .formatted(address()),
                    e);
        } catch (FlywayException e) {
            throw explain(e);
        }
    }

    /** Flyway goes on with advice that does not hold here. */
    private static String firstDifference(FlywayValidateException e) {
        return String.valueOf(e.getMessage()).lines().skip(1).findFirst().orElse("");
    }

    private StartFailure explain(FlywayException e) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        if (cause instanceof SQLException refused && INSUFFICIENT_PRIVILEGE.equals(refused.getSQLState())) {
            return new StartFailure(
                    "用户 %s 无权在数据库 %s 建立扩展或表（%s）：请让它成为该库的所有者，并由管理员在该库执行 create extension earthdistance cascade; create role doorstep_server nologin; grant doorstep_server to %s"
                            .formatted(
                                    address().user(),
                                    address(),
                                    reason(cause),
                                    address().user()),
                    "The user %s may not create extensions, roles or tables in %s: make it the owner of the database, and let an administrator run there: create extension earthdistance cascade; create role doorstep_server nologin; grant doorstep_server to %s"
                            .formatted(address().user(), address(), address().user()),
                    e);
        }
        return new StartFailure(
                "数据库 %s 无法升级（%s）：改动已撤销，请按此原因处理后再启动".formatted(address(), reason(cause)),
                "The database %s cannot be upgraded: its changes were rolled back; remove the cause and start again"
                        .formatted(address()),
                e);
    }

    private static String reason(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private DatabaseAddress address() {
        return login.owner();
    }

    private void check() {
        try (Connection connection = ServerLogin.connect(address());
                Statement statement = connection.createStatement();
                ResultSet server = statement.executeQuery("""
                        select current_setting('server_version_num')::int, current_setting('server_version'),
                               current_setting('server_encoding')
                        """)) {
            server.next();
            requireVersion(server.getInt(1), server.getString(2));
            requireUnicode(server.getString(3));
        } catch (SQLException e) {
            throw explain(e);
        }
    }

    static void requireVersion(int number, String name) {
        if (number < OLDEST_VERSION) {
            throw new StartFailure(
                    "数据库是 PostgreSQL %s，太旧：请升级到 15 或更新的版本".formatted(name),
                    "The database is PostgreSQL %s, which is too old: upgrade it to 15 or newer".formatted(name));
        }
    }

    private void requireUnicode(String encoding) {
        if (!"UTF8".equals(encoding)) {
            throw new StartFailure(
                    "数据库 %s 的编码是 %s：请用 UTF8 编码重建该库".formatted(address(), encoding),
                    "The database %s is encoded in %s: create it anew with encoding UTF8"
                            .formatted(address(), encoding));
        }
    }

    private StartFailure explain(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith("28")) {
            return new StartFailure(
                    "数据库 %s 拒绝了用户 %s：请检查 DOORSTEP_DB_USER 和 DOORSTEP_DB_PASSWORD"
                            .formatted(address(), address().user()),
                    "The database %s does not accept the user %s: check DOORSTEP_DB_USER and DOORSTEP_DB_PASSWORD"
                            .formatted(address(), address().user()),
                    e);
        }
        if ("3D000".equals(state)) {
            return new StartFailure(
                    "数据库 %s 不存在：请创建它，或检查 DOORSTEP_DB_URL".formatted(address()),
                    "The database %s does not exist: create it, or check DOORSTEP_DB_URL".formatted(address()),
                    e);
        }
        return new StartFailure(
                "无法连接数据库 %s（%s）：请确认它在运行，并检查 DOORSTEP_DB_URL".formatted(address(), e.getMessage()),
                "The database %s cannot be reached: make sure that it runs, and check DOORSTEP_DB_URL"
                        .formatted(address()),
                e);
    }
}
