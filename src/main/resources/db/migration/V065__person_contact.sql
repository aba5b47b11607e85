-- How a person's phone came to be known, and whether staff of a station have reached the person by it.

alter table person
    -- WECHAT: WeChat gave it; ENTERED: typed by the person
    add column phone_source text check (phone_source in ('WECHAT', 'ENTERED')),
    add column phone_at timestamptz,
    add column phone_confirmed_by uuid references person,
    add column phone_confirmed_at timestamptz;
update person set phone_source = 'ENTERED', phone_at = created_at where phone is not null;
alter table person
    add constraint person_phone check (num_nonnulls(phone, phone_index, phone_source, phone_at) in (0, 4)),
    add constraint person_phone_confirmed check (
        num_nonnulls(phone_confirmed_by, phone_confirmed_at) in (0, 2)
        and (phone_confirmed_at is null or phone is not null));
