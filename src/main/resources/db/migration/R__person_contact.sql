-- The name and the phone of guardians: needed where a child stays without them, and kept while it is booked there.

-- Whether a child is left in a station's care, so that somebody must be reachable.
create or replace function needs_contact(of_event event) returns boolean
    language sql immutable parallel safe as $$ select of_event.custody in ('HAND_OVER', 'LEAVES_ALONE') $$;

create or replace function person_contact() returns trigger language plpgsql as $$
begin
    -- what is known of a phone goes with it
    if new.phone is null then
        new.phone_index := null;
        new.phone_source := null;
        new.phone_at := null;
    end if;
    if new.phone is null or new.phone_index is distinct from old.phone_index then
        new.phone_confirmed_by := null;
        new.phone_confirmed_at := null;
    end if;
    if new.erased_at is null and (new.name is null and old.name is not null or new.phone is null and old.phone is not null)
       and exists (select from family_guardian g
                   join child c on c.family_id = g.family_id
                   join booking b on b.child_id = c.id and b.booked_by = new.id
                   join session s on s.id = b.session_id
                   join event e on e.id = s.event_id
                   where g.person_id = new.id and needs_contact(e)
                     and (b.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED') and upper(b.period) > now()
                          or exists (select from attendance a where a.booking_id = b.id and a.left_at is null)))
    then
        raise exception 'children are booked' using errcode = 'check_violation', constraint = 'person_contact_kept';
    end if;
    return new;
end
$$;
create or replace trigger person_contact before update of name, phone, phone_index on person
    for each row execute function person_contact();

-- Only the person changes the own name and phone; erasure has an entry of its own.
create or replace function audit_person_contact() returns trigger language plpgsql as $$
begin
    if new.name is distinct from old.name then
        insert into audit_entry (actor, action, subject)
        values (new.id, case when new.name is null then 'NAME_REMOVED' else 'NAME_CHANGED' end, new.id);
    end if;
    if new.phone_index is distinct from old.phone_index then
        insert into audit_entry (actor, action, subject)
        values (new.id, case when new.phone is null then 'PHONE_REMOVED' else 'PHONE_CHANGED' end, new.id);
    end if;
    return null;
end
$$;
create or replace trigger audit_person_contact after update of name, phone, phone_index on person
    for each row when (new.erased_at is null) execute function audit_person_contact();
