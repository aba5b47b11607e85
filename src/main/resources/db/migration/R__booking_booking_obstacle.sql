-- What stands in the way of a place for a child in a session, null when nothing does. The one place that judges it: for
-- who books, for who waits, and for what is shown instead of a lost place.
create or replace function booking_obstacle(of_child uuid, of_session uuid) returns text
    language plpgsql stable parallel safe as $$
declare
    place record;
begin
    select s.event_id, s.starts_at, s.ends_at, e.min_age, e.max_age, e.yearly_limit, e.required_consents, c.birth_date
    into place
    from session s join event e on e.id = s.event_id join child c on c.id = of_child
    where s.id = of_session;
    return case
        when age_misfit(place.birth_date, place.starts_at, place.min_age, place.max_age) is not null
            then age_misfit(place.birth_date, place.starts_at, place.min_age, place.max_age)
        when exists (select from booking o
                     where o.child_id = of_child and o.session_id <> of_session
                       and o.state in ('OFFERED', 'CONFIRMED', 'ATTENDED')
                       and o.period && tstzrange(place.starts_at, place.ends_at)) then 'OVERLAPPING_SESSION'
        when place.yearly_limit is not null
             and places_in_year(of_child, place.event_id, year_of(place.starts_at)) >= place.yearly_limit
            then 'YEARLY_LIMIT'
        when missing_consents(of_child, place.required_consents) <> '{}' then 'CONSENT_MISSING' end;
end
$$;
