package org.doorstep.platform.limit;

/** Whose allowance an operation takes from: a person's, a program's, or that of an address. */
public record Spender(Allowance cost, Allowance changes, Room subscriptions, Object key) {

    /** The key of the spender in the GraphQL context. */
    public static final String KEY = "spender";

    public static Spender person(Object id) {
        return new Spender(Allowance.PERSON_COST, Allowance.PERSON_CHANGES, Room.CALLER_SUBSCRIPTIONS, id);
    }

    public static Spender client(String id) {
        return new Spender(Allowance.CLIENT_COST, Allowance.CLIENT_CHANGES, Room.CALLER_SUBSCRIPTIONS, id);
    }

    public static Spender anonymous(Network network) {
        return new Spender(Allowance.ADDRESS_COST, Allowance.ADDRESS_CHANGES, Room.ADDRESS_SUBSCRIPTIONS, network);
    }
}
