-- Why a booking was cancelled: so far only families did it.

create type cancellation_cause as enum (
    'FAMILY', 'SESSION_CANCELLED', 'SESSION_MOVED', 'NOT_RECONFIRMED', 'CONSENT_WITHDRAWN', 'CHILD_DELETED');

alter table booking add column cancellation_cause cancellation_cause;
update booking set cancellation_cause = 'FAMILY' where state = 'CANCELLED';
alter table booking
    add constraint booking_cancellation check ((state = 'CANCELLED') = (cancellation_cause is not null));
