-- What a family may end: consents, the data of a child, an account. What the law wants kept stays restricted until a date.

alter table child
    alter column family_id drop not null,
    alter column nickname drop not null,
    add column erased_at timestamptz,
    -- until this day what happened to the child is kept, and nobody can read it through the API
    add column kept_until date,
    -- when what was kept was removed, too
    add column forgotten_at timestamptz,
    add check ((erased_at is null) = (family_id is not null)),
    add check ((erased_at is null) = (kept_until is null)),
    add check (num_nonnulls(erased_at, nickname) = 1),
    add check (erased_at is null or notes is null);
create index child_kept on child (kept_until) where erased_at is not null and forgotten_at is null;

alter table person
    add column erased_at timestamptz,
    add check (erased_at is null or num_nonnulls(name, phone, phone_index) = 0);

alter table volunteer
    alter column display_name drop not null,
    add column erased_at timestamptz,
    add check (num_nonnulls(erased_at, display_name) = 1),
    add check (erased_at is null or phone is null);

-- a token outlives the account by some minutes, and must not found a family
create function guardian_not_erased() returns trigger language plpgsql as $$
begin
    perform from person where id = new.person_id and erased_at is null for key share;
    if not found then
        raise exception 'the account is gone' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger guardian_not_erased before insert on family_guardian
    for each row execute function guardian_not_erased();

-- who once collected a child is forgotten when the record of it need not be kept any longer
alter table collector
    alter column name drop not null,
    alter column name_index drop not null,
    alter column phone drop not null,
    alter column phone_index drop not null,
    add check (num_nonnulls(name, name_index, phone, phone_index) in (0, 4)),
    add check (removed_at is not null or name is not null);
alter table pick_up_pass
    alter column name drop not null,
    alter column name_index drop not null,
    add check ((name is null) = (name_index is null)),
    add check (num_nonnulls(used_at, replaced_at) > 0 or name is not null);
alter table incident
    add column note_removed_at timestamptz,
    drop constraint incident_check,
    add check (num_nonnulls(resolved_by, resolved_at) in (0, 2)),
    add check ((resolved_at is not null) = (num_nonnulls(note, note_removed_at) = 1));

-- Takes a child's bookings back that are not over: all of them, or those of events that need a consent which is missing.
-- What is freed is offered on. Sessions first, in the order of their ids, as everywhere; the child's row then keeps new
-- bookings away until the transaction ends.
create function withdraw_bookings(
    of_child uuid, by_person uuid, cause cancellation_cause, all_of_them boolean) returns integer
    language plpgsql as $$
declare
    place uuid;
    places integer := 0;
begin
    perform from session s
    where s.id in (select b.session_id from booking b
                   where b.child_id = of_child and b.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED')
                     and upper(b.period) > now())
    order by s.id for update;
    perform from child where id = of_child for update;
    for place in
        with ended as (
            select b.id, b.session_id, b.state
            from booking b join session s on s.id = b.session_id join event e on e.id = s.event_id
            where b.child_id = of_child and b.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED') and upper(b.period) > now()
              and (all_of_them or missing_consents(of_child, e.required_consents) <> '{}')
            for update of b
        ), cancelled as (
            update booking b
            set state = 'CANCELLED', cancelled_at = now(), cancelled_by = by_person, cancellation_cause = cause,
                offer_expires_at = null
            from ended e
            where b.id = e.id
            returning e.session_id, e.state as was
        )
        update session s
        set seats_taken = s.seats_taken - c.seats, waitlist_length = s.waitlist_length - c.waits
        from (select session_id, count(*) filter (where was <> 'WAITLISTED')::int as seats,
                     count(*) filter (where was = 'WAITLISTED')::int as waits
              from cancelled group by session_id) c
        where s.id = c.session_id
        returning s.id
    loop
        places := places + 1;
        perform offer_free_seats(place);
    end loop;
    return places;
end
$$;

-- A consent that is taken back ends what rests on it in the same moment.
create function consent_withdrawn() returns trigger language plpgsql as $$
begin
    perform withdraw_bookings(new.child_id, new.withdrawn_by, 'CONSENT_WITHDRAWN', false);
    return null;
end
$$;
create trigger consent_withdrawn after update of withdrawn_at on consent
    for each row when (old.withdrawn_at is null and new.withdrawn_at is not null) execute function consent_withdrawn();

-- Whether the data of a child may be used no more: it was erased, or the consent to its use was taken back.
create function is_restricted(of_child uuid) returns boolean
    language sql stable parallel safe
    return exists (select from child c where c.id = of_child and c.erased_at is not null)
        or (exists (select from consent w
                    where w.child_id = of_child and w.purpose = 'CHILD_DATA' and w.withdrawn_at is not null)
            and not exists (select from consent w
                            where w.child_id = of_child and w.purpose = 'CHILD_DATA' and w.withdrawn_at is null));

-- A booking that was judged before a consent was taken back, or before its child was erased, comes too late. The lock
-- waits for whoever does either.
create function booking_still_consented() returns trigger language plpgsql as $$
begin
    perform from child where id = new.child_id and erased_at is null for key share;
    if not found then
        raise exception 'the child is gone' using errcode = 'integrity_constraint_violation';
    end if;
    perform from session s join event e on e.id = s.event_id
    cross join unnest(e.required_consents) w(purpose)
    where s.id = new.session_id
      and exists (select from consent c
                  where c.child_id = new.child_id and c.purpose::text = w.purpose and c.withdrawn_at is not null)
      and not exists (select from consent c
                      where c.child_id = new.child_id and c.purpose::text = w.purpose and c.withdrawn_at is null);
    if found then
        raise exception 'a consent was taken back' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger booking_still_consented before insert on booking
    for each row execute function booking_still_consented();

-- Removes what identifies a child, and gives the day until which the rest is kept; null, and nothing done by it that may
-- stay, while the child is at a station.
create function erase_child(of_child uuid, by_person uuid, keep interval) returns date
    language plpgsql as $$
declare
    until date := ((now() at time zone 'Asia/Shanghai') + keep)::date;
begin
    perform withdraw_bookings(of_child, by_person, 'CHILD_DELETED', true);
    if exists (select from attendance where child_id = of_child and left_at is null) then
        return null;
    end if;
    delete from barred_person where child_id = of_child;
    delete from collector c
    where c.child_id = of_child
      and not exists (select from hand_over h where h.collector_id = c.id)
      and not exists (select from incident i where i.collector_id = c.id);
    update collector set removed_at = now(), removed_by = coalesce(by_person, added_by)
    where child_id = of_child and removed_at is null;
    delete from pick_up_pass p
    where p.child_id = of_child
      and not exists (select from hand_over h where h.pass_id = p.id)
      and not exists (select from incident i where i.pass_id = p.id);
    update pick_up_pass set replaced_at = now() where child_id = of_child and used_at is null and replaced_at is null;
    update consent set withdrawn_at = greatest(now(), given_at), withdrawn_by = coalesce(by_person, given_by)
    where child_id = of_child and withdrawn_at is null;
    update child
    set erased_at = now(), kept_until = until, family_id = null, nickname = null, notes = null,
        birth_date = date_trunc('year', birth_date)::date, changed_by = by_person
    where id = of_child;
    insert into audit_entry (actor, action, child_id, subject) values (by_person, 'CHILD_ERASED', of_child, of_child);
    return until;
end
$$;

-- Removes a person's account with the children whose only guardian it is. The answer says why not: a child is at a
-- station, or the person holds roles that somebody else must end first.
create function erase_account(of_person uuid, keep interval, out refusal text, out kept_until date)
    language plpgsql as $$
declare
    home uuid;
    one uuid;
begin
    perform from person where id = of_person for update;
    if exists (select from role_grant g
               where g.person_id = of_person and g.role not in ('GUARDIAN', 'VOLUNTEER')
                 and (g.valid_until is null or g.valid_until > now())) then
        refusal := 'ROLES_HELD';
        return;
    end if;
    kept_until := ((now() at time zone 'Asia/Shanghai') + keep)::date;
    select g.family_id into home from family_guardian g where g.person_id = of_person;
    perform from family where id = home for update;
    if not exists (select from family_guardian g where g.family_id = home and g.person_id <> of_person) then
        -- all sessions at once, so that one child after the other needs no lock that is out of order
        perform from session s
        where s.id in (select b.session_id from booking b join child c on c.id = b.child_id
                       where c.family_id = home and b.state in ('WAITLISTED', 'OFFERED', 'CONFIRMED')
                         and upper(b.period) > now())
        order by s.id for update;
        for one in select c.id from child c where c.family_id = home order by c.id loop
            if erase_child(one, of_person, keep) is null then
                refusal := 'CHILD_PRESENT';
                return;
            end if;
        end loop;
        delete from family where id = home;
    end if;
    delete from family_guardian where person_id = of_person;
    with gone as (
        update sign_up u set withdrawn_at = now()
        from volunteer v
        where v.person_id = of_person and u.volunteer_id = v.id and u.withdrawn_at is null and u.arrived_at is null
          and lower(u.period) > now()
        returning u.shift_id)
    update shift s set taken = s.taken - 1 from gone where s.id = gone.shift_id;
    update volunteer set display_name = null, phone = null, erased_at = now()
    where person_id = of_person and erased_at is null;
    delete from wechat_account where person_id = of_person;
    delete from refresh_family where person_id = of_person;
    delete from role_grant where person_id = of_person;
    delete from demo_persona where person_id = of_person;
    delete from idempotency_key where person_id = of_person;
    update person set name = null, phone = null, phone_index = null, erased_at = coalesce(erased_at, now())
    where id = of_person;
    insert into audit_entry (actor, action, subject) values (of_person, 'ACCOUNT_ERASED', of_person);
end
$$;
