-- Sessions whose waiting children are to be judged again, since what stood in the way of one of them is gone. Whoever
-- removes an obstacle adds a row in the same transaction and goes on; the clock judges after the commit, since a
-- transaction that holds one session must not wait for another one. Rows are only added and, by who holds the row of the
-- session, removed: no unique index and no foreign key, for which one would wait.
create table waitlist_recheck (
    id bigint generated always as identity primary key,
    session_id uuid not null,
    -- later than now where nobody knows of a cause: a place stayed free while somebody was passed over
    due_at timestamptz not null default now()
);
create index waitlist_recheck_due on waitlist_recheck (due_at);
create index waitlist_recheck_session on waitlist_recheck (session_id);

-- what waits today is judged once
insert into waitlist_recheck (session_id)
select id from session where waitlist_length > 0 and seats_taken < capacity and starts_at > now() and cancelled_at is null;
