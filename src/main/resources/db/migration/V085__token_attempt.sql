-- Who asks for a partner's token, from where: guesses are counted for all instances together, and a network from which
-- the right secret came once stays known. A client id need not exist, so that counting tells nobody which ones do.
create table token_attempt (
    client_id     text        not null check (length(client_id) between 3 and 64),
    network       text        not null check (length(network) between 1 and 64),
    failures      integer     not null check (failures >= 0),
    counted_since timestamptz not null default now(),
    succeeded_at  timestamptz,
    primary key (client_id, network)
);

create index token_attempt_counted_since on token_attempt (counted_since);
