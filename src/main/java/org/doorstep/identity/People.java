package org.doorstep.identity;

import static org.doorstep.platform.database.Columns.required;

import java.util.Objects;
import java.util.UUID;
import org.doorstep.platform.crypto.BlindIndex;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.id.IdType;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** People and the WeChat accounts they sign in with. */
@Component
public class People {

    private static final String NAME = "person.name:";
    private static final String PHONE = "person.phone:";
    private static final String OPENID = "wechat_account.openid:";
    private static final String UNIONID = "wechat_account.unionid:";

    private final DatabaseClient database;
    private final Transactions transactions;
    private final FieldEncryption encryption;
    private final BlindIndex blindIndex;

    People(DatabaseClient database, Transactions transactions, FieldEncryption encryption, BlindIndex blindIndex) {
        this.database = database;
        this.transactions = transactions;
        this.encryption = encryption;
        this.blindIndex = blindIndex;
    }

    /** Creates a person without any role or account. */
    public Mono<UUID> create(@Nullable String name, @Nullable String phone) {
        UUID id = IdType.next();
        return transactions.write(create(id, name, phone)).thenReturn(id);
    }

    /**
     * Creates a person, for sample data and imports, as one who has signed in, said the name and typed the phone.
     *
     * @param phone as somebody may type it
     */
    public Mono<Void> create(UUID id, @Nullable String name, @Nullable String phone) {
        return database.sql("insert into person (id) values (:id)")
                .bind("id", id)
                .then()
                .then(Mono.defer(() -> name == null ? Mono.empty() : rename(id, name, null)))
                .then(Mono.defer(() -> phone == null
                        ? Mono.empty()
                        : phoneOf(id, Objects.requireNonNull(PhoneNumbers.normal(phone)), PhoneSource.ENTERED)))
                .then();
    }

    Mono<Person> find(UUID id) {
        return database.sql("select id, name, phone, locale, " + PhoneVerification.of("p")
                        + " as verification from person p where id = :id")
                .bind("id", id)
                .map(row -> new Person(
                        required(row, "id", UUID.class),
                        decrypted(row.get("name", byte[].class), nameContext(id)),
                        decrypted(row.get("phone", byte[].class), PhoneNumbers.context(id)),
                        PhoneVerification.ofText(row.get("verification", String.class)),
                        ViewerLocale.ofTag(required(row, "locale", String.class))))
                .one();
    }

    /** Changes what is not null. */
    Mono<Long> update(UUID id, @Nullable String name, @Nullable ViewerLocale locale) {
        return transactions.writeStatement(rename(id, name, locale));
    }

    private Mono<Long> rename(UUID id, @Nullable String name, @Nullable ViewerLocale locale) {
        return database.sql("""
                                update person
                                   set name = coalesce(:name, name), locale = coalesce(:locale, locale)
                                 where id = :id
                                """)
                .bind("id", id)
                .bind(
                        "name",
                        Parameter.fromOrEmpty(
                                encrypted(name == null ? null : name.strip(), nameContext(id)), byte[].class))
                .bind("locale", Parameter.fromOrEmpty(locale == null ? null : locale.tag(), String.class))
                .fetch()
                .rowsUpdated();
    }

    /** Keeps a phone in the place of any other. */
    Mono<Long> keepPhone(UUID id, String phone, PhoneSource source) {
        return transactions.writeStatement(phoneOf(id, phone, source));
    }

    private Mono<Long> phoneOf(UUID id, String phone, PhoneSource source) {
        return database.sql("""
                        update person
                           set phone = :phone, phone_index = :phone_index, phone_at = now(),
                               -- typing it again takes nothing from what WeChat said
                               phone_source = case when phone_index = :phone_index and phone_source = 'WECHAT'
                                                   then 'WECHAT' else :source end
                         where id = :id and erased_at is null
                        """)
                .bind("id", id)
                .bind("phone", encryption.encrypt(phone, PhoneNumbers.context(id)))
                .bind("phone_index", phoneIndex(phone))
                .bind("source", source.name())
                .fetch()
                .rowsUpdated();
    }

    /** Fails with a violation of integrity while children are booked where somebody must be reachable. */
    Mono<Long> removePhone(UUID id) {
        return transactions.writeStatement(
                database.sql("""
                        update person
                           set phone = null, phone_index = null, phone_source = null, phone_at = null,
                               phone_confirmed_by = null, phone_confirmed_at = null
                         where id = :id
                        """).bind("id", id).fetch().rowsUpdated());
    }

    /**
     * What tells whether two people have the same phone.
     *
     * @param phone in the form of {@link PhoneNumbers#normal}
     */
    public byte[] phoneIndex(String phone) {
        return index(PHONE, phone);
    }

    /** The person of a WeChat account; created, as a guardian, when the account is new. */
    Mono<UUID> ofWeChat(String openid, @Nullable String unionid) {
        byte[] openidIndex = index(OPENID, openid);
        return findByOpenid(openidIndex)
                .switchIfEmpty(Mono.defer(() -> createFromWeChat(openidIndex, openid, unionid)))
                // the other of two first sign-ins at once was faster, and has committed by now
                .switchIfEmpty(Mono.defer(() -> findByOpenid(openidIndex)));
    }

    private Mono<UUID> findByOpenid(byte[] openidIndex) {
        return database.sql("select person_id from wechat_account where openid_index = :openid_index")
                .bind("openid_index", openidIndex)
                .map(row -> required(row, "person_id", UUID.class))
                .one();
    }

    private Mono<UUID> createFromWeChat(byte[] openidIndex, String openid, @Nullable String unionid) {
        UUID personId = IdType.next();
        return transactions.writeStatement(database.sql("""
                                with account as (
                                    insert into wechat_account (openid_index, openid, unionid_index, unionid, person_id)
                                    values (:openid_index, :openid, :unionid_index, :unionid, :person_id)
                                        on conflict (openid_index) do nothing
                                    returning person_id
                                ), new_person as (
                                    insert into person (id) select person_id from account
                                ), guardian as (
                                    insert into role_grant (id, person_id, role)
                                    select :grant_id, person_id, 'GUARDIAN' from account
                                )
                                select person_id from account
                                """)
                .bind("openid_index", openidIndex)
                .bind("openid", encryption.encrypt(openid, openidContext(personId)))
                .bind(
                        "unionid_index",
                        Parameter.fromOrEmpty(unionid == null ? null : index(UNIONID, unionid), byte[].class))
                .bind("unionid", Parameter.fromOrEmpty(encrypted(unionid, unionidContext(personId)), byte[].class))
                .bind("person_id", personId)
                .bind("grant_id", IdType.next())
                .map(row -> required(row, "person_id", UUID.class))
                .one());
    }

    /** Where the encrypted name of a person belongs. */
    public static String nameContext(UUID person) {
        return NAME + person;
    }

    /** The WeChat account in clear, to write to it. */
    public String openid(UUID person, byte[] sealed) {
        return encryption.decrypt(sealed, openidContext(person));
    }

    static String openidContext(UUID person) {
        return OPENID + person;
    }

    static String unionidContext(UUID person) {
        return UNIONID + person;
    }

    private byte[] index(String field, String value) {
        return blindIndex.of(value, field);
    }

    private byte @Nullable [] encrypted(@Nullable String value, String context) {
        return value == null ? null : encryption.encrypt(value, context);
    }

    private @Nullable String decrypted(byte @Nullable [] value, String context) {
        return value == null ? null : encryption.decrypt(value, context);
    }
}
