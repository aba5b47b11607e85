-- A child who is still here when the station closes is an incident, never a silent departure.
alter type incident_kind add value 'OPEN_AT_CLOSING';

-- what the clock raises, it raises once
create unique index incident_by_clock on incident (attendance_id) where raised_by is null;
create index incident_open on incident (station_id, id) where resolved_at is null;
-- so that the clock reads only those who are here
create index attendance_still_here on attendance (session_id) where left_at is null;
