-- Ages are completed years, judged by dates. Intervals do not do: they compare with months of 30 days, so that a child is
-- taken for a year older on the eve of most birthdays. Who was born on 29 February completes a year on 28 February where
-- there is no 29th.
create function completed_years(birth_date date, day date) returns integer
    language sql immutable strict parallel safe
    return extract(year from day)::int - extract(year from birth_date)::int
        - (birth_date + make_interval(years => extract(year from day)::int - extract(year from birth_date)::int) > day)::int;

-- Why a child is not of the age that an event is for, on the day of Asia/Shanghai of this moment; null when it is.
create function age_misfit(birth_date date, at timestamptz, min_age integer, max_age integer) returns text
    language sql immutable strict parallel safe
    return case when completed_years(birth_date, (at at time zone 'Asia/Shanghai')::date) < min_age then 'TOO_YOUNG'
                when completed_years(birth_date, (at at time zone 'Asia/Shanghai')::date) > max_age then 'TOO_OLD' end;

alter table waitlist_decision drop constraint waitlist_decision_reason;
alter table waitlist_decision add constraint waitlist_decision_reason check (
    reason in ('FIRST_IN_LINE', 'NOT_ENOUGH_SEATS', 'TOO_YOUNG', 'TOO_OLD', 'OVERLAPPING_SESSION', 'YEARLY_LIMIT', 'CONSENT_MISSING',
               'CONTACT_MISSING'));
