-- Families, their children and what their guardians consented to. What identifies a child is encrypted.

create table family (
    id uuid primary key,
    created_at timestamptz not null default now()
);

create type guardian_relation as enum ('MOTHER', 'FATHER', 'GRANDPARENT', 'OTHER');

create table family_guardian (
    family_id uuid not null references family on delete cascade,
    person_id uuid not null references person on delete cascade,
    relation guardian_relation not null default 'OTHER',
    created_at timestamptz not null default now(),
    primary key (family_id, person_id)
);
-- one person acts for one family
create unique index family_guardian_person on family_guardian (person_id);

create table child (
    id uuid primary key,
    family_id uuid not null references family on delete cascade,
    birth_date date not null check (birth_date > '1990-01-01'),
    -- encrypted
    nickname bytea not null,
    -- encrypted
    notes bytea,
    sample boolean not null default false,
    created_at timestamptz not null default now()
);
create index child_family on child (family_id);

create type consent_purpose as enum ('CHILD_DATA', 'PHOTOGRAPHS', 'MEDICAL_CARE', 'ONLINE_SESSION');

-- The texts that guardians consent to. A published text is never changed: a new version is added.
create table consent_policy (
    purpose consent_purpose not null,
    version integer not null check (version > 0),
    title text not null,
    body text not null,
    -- whether consents to earlier versions no longer suffice once this one is in force
    renewal_required boolean not null default true,
    effective_from timestamptz not null default now(),
    primary key (purpose, version)
);

create table consent (
    id uuid primary key,
    child_id uuid not null references child on delete cascade,
    purpose consent_purpose not null,
    version integer not null,
    given_by uuid not null references person,
    given_at timestamptz not null default now(),
    withdrawn_by uuid references person,
    withdrawn_at timestamptz,
    foreign key (purpose, version) references consent_policy,
    check ((withdrawn_by is null) = (withdrawn_at is null)),
    check (withdrawn_at >= given_at)
);
create unique index consent_in_force on consent (child_id, purpose) where withdrawn_at is null;
create index consent_child on consent (child_id);

-- The purposes among those wanted that a child has no sufficient consent for, at this moment.
create function missing_consents(child uuid, wanted text[]) returns text[]
    language sql stable parallel safe
    return coalesce(
        (select array_agg(w.purpose order by w.purpose)
         from unnest(wanted) w(purpose)
         where not exists (
             select from consent c
             where c.child_id = child
               and c.purpose = w.purpose::consent_purpose
               and c.withdrawn_at is null
               and c.version >= (
                   select coalesce(max(p.version), 1) from consent_policy p
                   where p.purpose = c.purpose and p.renewal_required and p.effective_from <= now()))),
        '{}');

insert into consent_policy (purpose, version, title, body) values
    ('CHILD_DATA', 1, '儿童信息的收集与使用', '为照看您的孩子，驿站保存孩子的昵称、出生日期和您填写的备注，只有您的家人和当值工作人员可以看到。您可以随时查看、更正、撤回同意或删除。'),
    ('PHOTOGRAPHS', 1, '活动照片', '活动中可能拍摄照片并用于驿站的展示。不同意不影响孩子参加活动。您可以随时撤回同意。'),
    ('MEDICAL_CARE', 1, '紧急就医', '孩子突发不适时，工作人员可以联系急救，并向医生说明备注中与健康有关的内容。您可以随时撤回同意。'),
    ('ONLINE_SESSION', 1, '线上活动', '孩子以画面和声音参加线上活动。活动不录像。您可以随时撤回同意。');
