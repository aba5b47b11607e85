-- A list of messages costs what its page costs: what can stand no more is left out by the index. Null until judged for good,
-- a day after the session.
alter table message add column lapsed boolean;
create index message_shown on message (person_id, created_at, id) where lapsed is not true;
create index message_unjudged on message (session_id) where lapsed is null;
drop index message_person;
