package org.doorstep.platform.crypto;

import com.google.crypto.tink.Aead;
import java.nio.file.Path;
import java.util.Map;
import org.doorstep.platform.crypto.Keys.Purpose;

/** The keys of a server that runs in a process of its own. */
public final class TestKeys {

    private TestKeys() {}

    /** What encrypts fields with the keys of this folder; they are made when they are not there. */
    public static FieldEncryption fieldsIn(Path folder) {
        return new FieldEncryption(Keys.open(folder, Map.of()).primitive(Purpose.FIELDS, Aead.class));
    }
}
