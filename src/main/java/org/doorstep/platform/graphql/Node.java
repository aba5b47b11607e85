package org.doorstep.platform.graphql;

/** An object with an id that is unique in the whole API. */
public interface Node {

    String id();
}
