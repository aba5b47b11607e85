-- A session that is called off says why, to everyone who sees it.
alter table session
    add column cancellation_reason text check (length(cancellation_reason) between 1 and 200),
    add check (cancellation_reason is null or cancelled_at is not null);

-- How many children are at a session now.
create function children_present(at_session uuid) returns integer
    language sql stable
    return (select count(*)::int from attendance a where a.session_id = at_session and a.left_at is null);
