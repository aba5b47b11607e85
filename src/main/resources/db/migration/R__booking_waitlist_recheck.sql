-- Each cause for which somebody is passed over, where it goes: the sessions that this child waits for are judged again.

-- A place elsewhere at that time, or of the year, is given back, missed or moved.
create or replace function recheck_after_booking() returns trigger language plpgsql as $$
begin
    insert into waitlist_recheck (session_id)
    select w.session_id
    from booking w
    where w.child_id = old.child_id and w.state = 'WAITLISTED' and upper(w.period) > now()
      and w.session_id <> old.session_id
      and (w.period && old.period
           or exists (select from session s
                      where s.id = w.session_id and s.event_id = old.yearly_event
                        and year_of(s.starts_at) = old.yearly_year));
    return null;
end $$;
create or replace trigger recheck_after_booking after update of state, period on booking for each row
    when (old.state in ('OFFERED', 'CONFIRMED', 'ATTENDED')
              and (new.state not in ('OFFERED', 'CONFIRMED', 'ATTENDED') or new.period <> old.period)
          or old.yearly_number is not null
              and (new.yearly_event, new.yearly_year) is distinct from (old.yearly_event, old.yearly_year))
    execute function recheck_after_booking();

-- A consent is given, or given again in the version that is needed.
create or replace function recheck_after_consent() returns trigger language plpgsql as $$
begin
    insert into waitlist_recheck (session_id)
    select w.session_id
    from booking w join session s on s.id = w.session_id join event e on e.id = s.event_id
    where w.child_id = new.child_id and w.state = 'WAITLISTED' and upper(w.period) > now()
      and new.purpose::text = any (e.required_consents);
    return null;
end $$;
create or replace trigger recheck_after_consent after insert on consent
    for each row execute function recheck_after_consent();

-- A birth date is corrected.
create or replace function recheck_after_child() returns trigger language plpgsql as $$
begin
    insert into waitlist_recheck (session_id)
    select w.session_id from booking w
    where w.child_id = new.id and w.state = 'WAITLISTED' and upper(w.period) > now();
    return null;
end $$;
create or replace trigger recheck_after_child after update of birth_date on child for each row
    when (new.birth_date <> old.birth_date) execute function recheck_after_child();

-- The rules of an event change.
create or replace function recheck_after_event() returns trigger language plpgsql as $$
begin
    insert into waitlist_recheck (session_id)
    select s.id from session s where s.event_id = new.id and s.waitlist_length > 0 and s.starts_at > now();
    return null;
end $$;
create or replace trigger recheck_after_event after update of min_age, max_age, yearly_limit, required_consents on event
    for each row
    when ((new.min_age, new.max_age, new.yearly_limit, new.required_consents)
          is distinct from (old.min_age, old.max_age, old.yearly_limit, old.required_consents))
    execute function recheck_after_event();
