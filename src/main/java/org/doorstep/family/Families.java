package org.doorstep.family;

/** Which family a person acts for, as a condition of statements. */
public final class Families {

    private Families() {}

    /** Condition that a column is the family of the person {@code :person}. */
    public static String ofPerson(String familyColumn) {
        return familyColumn + " = (select g.family_id from family_guardian g where g.person_id = :person)";
    }
}
