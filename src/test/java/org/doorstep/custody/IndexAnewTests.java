package org.doorstep.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.booking.TestFamilies;
import org.doorstep.booking.TestFamilies.TestFamily;
import org.doorstep.family.Child;
import org.doorstep.identity.TestPeople;
import org.doorstep.platform.crypto.BlindIndex;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.id.IdType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What an older server stored is indexed as this one compares it. */
@DoorstepTest
@Import({TestPeople.class, TestFamilies.class})
class IndexAnewTests {

    @Autowired
    IndexAnew anew;

    @Autowired
    TestFamilies families;

    @Autowired
    DatabaseClient database;

    @Autowired
    BlindIndex blindIndex;

    @Autowired
    FieldEncryption encryption;

    private TestFamily family;
    private UUID child;

    @BeforeEach
    void aFamily() {
        family = families.family(7);
        child = Child.ID.decode(family.child());
    }

    @AfterEach
    void nothingOldIsLeftToOthers() {
        database.sql("delete from collector where index_version = 1").then().block();
    }

    @Test
    void a_bar_of_the_old_folding_holds_once_it_is_indexed_anew() {
        UUID bar = oldBar("CAN\u200BBAR", "0086 138 0000 0041");
        UUID byName = oldCollector("ＣＡＮ　ＢＡＲ", "13800000042");
        UUID byPhone = oldCollector("王阿婆", "013800000041");
        UUID other = oldCollector("李四", "13800000043");
        UUID pass = oldPass("Can·Bar");
        assertThat(barred(byName, byPhone, other, pass)).containsExactly(false, false, false, false);

        assertThat(anew.all().block()).isEqualTo(5);

        assertThat(barred(byName, byPhone, other, pass)).containsExactly(true, true, false, true);
        assertThat(anew.all().block()).isZero();
        assertThat(number("select count(*) from barred_person where id = '%s' and index_version = %d"
                        .formatted(bar, PersonIndex.VERSION)))
                .isOne();
    }

    @Test
    void several_servers_index_a_row_once_and_in_batches() {
        for (int i = 0; i < 1_201; i++) {
            oldCollector("接送人" + i, "13800000044");
        }
        List<Long> rows = Flux.range(0, 3)
                .flatMap(server -> anew.all(), 3)
                .collectList()
                .blockOptional()
                .orElseThrow();
        assertThat(rows.stream().mapToLong(Long::longValue).sum()).isEqualTo(1_201);
        assertThat(number(
                        "select count(*) from collector where child_id = '%s' and index_version = 1".formatted(child)))
                .isZero();
    }

    @Test
    void a_row_that_no_key_opens_keeps_nothing_from_being_indexed() {
        UUID unreadable = oldCollector("王阿婆", "13800000045");
        database.sql("update collector set name = '\\x00' where id = '%s'".formatted(unreadable))
                .then()
                .block();
        UUID readable = oldCollector("李四", "13800000046");

        assertThat(anew.all().block()).isOne();

        assertThat(number("select index_version from collector where id = '%s'".formatted(unreadable)))
                .isEqualTo(1);
        assertThat(number("select index_version from collector where id = '%s'".formatted(readable)))
                .isEqualTo(PersonIndex.VERSION);
    }

    private UUID oldBar(String name, String phone) {
        UUID id = IdType.next();
        insert(
                "barred_person (id, child_id, name, name_index, phone, phone_index, barred_by)",
                "(:id, :child, :name, :name_index, :phone, :phone_index, :person)",
                id,
                encryption.encrypt(name, BarredPerson.nameContext(id)),
                name,
                encryption.encrypt(phone, BarredPerson.phoneContext(id)),
                phone);
        return id;
    }

    private UUID oldCollector(String name, String phone) {
        UUID id = IdType.next();
        insert(
                "collector (id, child_id, name, name_index, phone, phone_index, relation, valid_from, added_by)",
                "(:id, :child, :name, :name_index, :phone, :phone_index, 'OTHER', current_date, :person)",
                id,
                encryption.encrypt(name, Collector.nameContext(id)),
                name,
                encryption.encrypt(phone, Collector.phoneContext(id)),
                phone);
        return id;
    }

    private UUID oldPass(String name) {
        UUID id = IdType.next();
        insert(
                "pick_up_pass (id, child_id, name, name_index, code_hash, day, issued_by)",
                "(:id, :child, :name, :name_index, coalesce(:phone, :phone_index), current_date, :person)",
                id,
                encryption.encrypt(name, PickUpPasses.nameContext(id)),
                name,
                new byte[] {1},
                "1");
        return id;
    }

    /** As a server before the folding wrote it. */
    private void insert(
            String into, String values, UUID id, byte[] sealedName, String name, byte[] sealedPhone, String phone) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKC)
                .replaceAll("[\\s·・]", "")
                .toLowerCase(Locale.ROOT);
        String digits = phone.replaceAll("\\D", "").replaceFirst("^(0086|86)(?=1\\d{10}$)", "");
        Mono.from(database.sql("insert into " + into + " values " + values)
                        .bind("id", id)
                        .bind("child", child)
                        .bind("name", sealedName)
                        .bind("name_index", blindIndex.of(plain, "custody.name:" + child))
                        .bind("phone", sealedPhone)
                        .bind("phone_index", blindIndex.of(digits, "custody.phone:" + child))
                        .bind("person", family.guardian().personId())
                        .then())
                .block();
    }

    private List<Boolean> barred(UUID... ids) {
        return Flux.just(ids)
                .concatMap(id ->
                        database.sql("""
                                select is_barred(child_id, name_index, phone_index) from collector where id = :id
                                union all select is_barred(child_id, name_index, null) from pick_up_pass where id = :id
                                """).bind("id", id).mapValue(Boolean.class).one())
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private long number(String sql) {
        return database.sql(sql).mapValue(Long.class).one().blockOptional().orElseThrow();
    }
}
