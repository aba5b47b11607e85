package org.doorstep.sample;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.doorstep.family.Child;
import org.doorstep.platform.crypto.FieldEncryption;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Families, their children, and what their guardians consented to. */
@Component
class SampleFamilies {

    private final BulkInsert bulk;
    private final FieldEncryption encryption;

    SampleFamilies(BulkInsert bulk, FieldEncryption encryption) {
        this.bulk = bulk;
        this.encryption = encryption;
    }

    static UUID child(String family, String nickname) {
        return SampleIds.of("child", family + "/" + nickname);
    }

    /** Children have the ages of the file on the day {@code today}. */
    Mono<Void> insert(SampleFiles files, LocalDate today) {
        List<SampleRow> guardians = files.rows("families.csv");
        List<SampleRow> children = files.rows("children.csv");
        return Flux.concat(insertGuardians(guardians), insertChildren(children, today), insertConsents(children))
                .then();
    }

    private Mono<Long> insertGuardians(List<SampleRow> guardians) {
        return bulk.insert(
                """
                with r as (
                    select * from jsonb_to_recordset(:rows::jsonb) as r(
                        family_id uuid, person_id uuid, relation guardian_relation)
                ), new_family as (
                    insert into family (id) select distinct family_id from r
                )
                insert into family_guardian (family_id, person_id, relation)
                select family_id, person_id, relation from r
                """,
                guardians.stream()
                        .map(row -> Map.of(
                                "family_id", SampleIds.of("family", row.text("family")),
                                "person_id", SamplePeople.person(row.text("phone")),
                                "relation", row.text("relation")))
                        .toList());
    }

    private Mono<Long> insertChildren(List<SampleRow> children, LocalDate today) {
        return bulk.insert(
                """
                insert into child (id, family_id, birth_date, nickname, notes, sample)
                select id, family_id, birth_date, decode(nickname, 'hex'), decode(notes, 'hex'), true
                from jsonb_to_recordset(:rows::jsonb) as r(
                    id uuid, family_id uuid, birth_date date, nickname text, notes text)
                """, children.stream().map(row -> childRow(row, today)).toList());
    }

    private Map<String, Object> childRow(SampleRow child, LocalDate today) {
        UUID id = child(child.text("family"), child.text("nickname"));
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("family_id", SampleIds.of("family", child.text("family")));
        row.put("birth_date", today.minusYears(child.number("years")).minusMonths(child.number("months")));
        row.put("nickname", BulkInsert.hex(encryption.encrypt(child.text("nickname"), Child.nicknameContext(id))));
        String notes = child.find("notes");
        if (notes != null) {
            row.put("notes", BulkInsert.hex(encryption.encrypt(notes, Child.notesContext(id))));
        }
        return row;
    }

    private Mono<Long> insertConsents(List<SampleRow> children) {
        return bulk.insert(
                """
                insert into consent (id, child_id, purpose, version, given_by, given_at)
                select r.id, r.child_id, r.purpose, p.version,
                       (select g.person_id from child c join family_guardian g using (family_id)
                        where c.id = r.child_id order by g.person_id limit 1),
                       now() - interval '200 days'
                from jsonb_to_recordset(:rows::jsonb) as r(id uuid, child_id uuid, purpose consent_purpose)
                join lateral (select max(version) as version from consent_policy where purpose = r.purpose) p on true
                """,
                children.stream()
                        .flatMap(row -> row.list("consents").stream().map(purpose -> {
                            UUID child = child(row.text("family"), row.text("nickname"));
                            return Map.of(
                                    "id", SampleIds.of("consent", child + purpose),
                                    "child_id", child,
                                    "purpose", purpose);
                        }))
                        .toList());
    }
}
