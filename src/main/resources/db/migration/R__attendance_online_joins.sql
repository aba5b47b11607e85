-- When a join ended, as far as anybody knows: when it was said, or five minutes after the last sign of life, and never after
-- the session or this moment.
create or replace function online_until(j online_join, session_end timestamptz) returns timestamptz
    language sql stable
    return greatest(j.joined_at, least(coalesce(j.left_at, j.seen_at + interval '5 minutes'), session_end, now()));

-- For how long a child was in an online session, within its time.
create or replace function online_presence(of_booking uuid) returns interval
    language sql stable
    return (select coalesce(sum(greatest(online_until(j, s.ends_at) - greatest(j.joined_at, s.starts_at), interval '0')),
                            interval '0')
            from online_join j join session s on s.id = j.session_id where j.booking_id = of_booking);

-- Records what counts by now: ten minutes are an attendance, whose end moves along. The booking's row must be locked.
create or replace function record_online_attendance(of_booking uuid) returns boolean language plpgsql as $$
begin
    if online_presence(of_booking) < interval '10 minutes' then
        return false;
    end if;
    insert into attendance (id, county_id, session_id, child_id, booking_id, arrived_at, arrival_recorded_by, left_at,
                            departure_recorded_by, mode)
    select gen_random_uuid(), b.county_id, b.session_id, b.child_id, b.id, t.first, t.by, t.last, t.by, 'ONLINE'
    from booking b
    cross join lateral (
        select min(greatest(j.joined_at, s.starts_at)) as first, max(online_until(j, s.ends_at)) as last,
               (array_agg(j.joined_by order by j.joined_at))[1] as by
        from online_join j join session s on s.id = j.session_id
        where j.booking_id = b.id and online_until(j, s.ends_at) > s.starts_at) t
    where b.id = of_booking and b.state in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')
    on conflict (booking_id) do update set left_at = excluded.left_at
    where attendance.mode = 'ONLINE' and attendance.left_at < excluded.left_at;
    update booking set state = 'ATTENDED', missed_at = null, missed_by = null
    where id = of_booking and state in ('CONFIRMED', 'NO_SHOW');
    return exists (select from attendance a where a.booking_id = of_booking and a.mode = 'ONLINE');
end
$$;
