-- A session that is called off stands in nobody's way: neither at its own time in the event, nor for those who signed up, nor
-- for children who came and left before.
alter table sign_up
    drop constraint sign_up_withdrawal_cause_check,
    add constraint sign_up_withdrawal_cause_check check (withdrawal_cause in ('SESSION_MOVED', 'SESSION_CANCELLED'));

alter table session drop constraint session_event_id_starts_at_key;
create unique index session_once on session (event_id, starts_at) where cancelled_at is null;
