package org.doorstep.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Mac;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.doorstep.platform.crypto.Keys.Purpose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTests {

    @TempDir
    Path folder;

    Keys keys;

    @BeforeEach
    void open() {
        keys = Keys.open(folder, Map.of());
    }

    @Test
    void a_value_opens_only_in_its_context() {
        byte[] sealed = fields(keys).encrypt("陈小满", "child.name:1");

        assertThat(fields(keys).decrypt(sealed, "child.name:1")).isEqualTo("陈小满");
        assertThatThrownBy(() -> fields(keys).decrypt(sealed, "child.name:2"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_rotation_keeps_old_values_readable_and_seals_with_the_new_key() {
        byte[] before = fields(keys).encrypt("陈小满", "child.name:1");

        Keys rotated = keys.rotateFields();
        byte[] after = fields(rotated).encrypt("陈小满", "child.name:1");

        assertThat(fields(rotated).decrypt(before, "child.name:1")).isEqualTo("陈小满");
        assertThat(rotated.ids(Purpose.FIELDS)).hasSize(2).containsAll(keys.ids(Purpose.FIELDS));
        assertThatThrownBy(() -> fields(keys).decrypt(after, "child.name:1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void files_are_read_again_and_belong_to_their_owner_only() throws IOException {
        byte[] sealed = fields(keys).encrypt("13800000000", "guardian.phone:1");

        Keys again = Keys.open(folder, Map.of(Purpose.FIELDS, keys.ids(Purpose.FIELDS)));

        assertThat(fields(again).decrypt(sealed, "guardian.phone:1")).isEqualTo("13800000000");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("fields.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_blind_index_is_equal_for_equal_values_of_one_context() {
        BlindIndex index = new BlindIndex(keys.primitive(Purpose.BLIND_INDEX, Mac.class));

        assertThat(index.of("o-1", "identity.openid")).hasSize(37).isEqualTo(index.of("o-1", "identity.openid"));
        assertThat(index.of("o-1", "identity.openid"))
                .isNotEqualTo(index.of("o-2", "identity.openid"))
                .isNotEqualTo(index.of("o-1", "identity.unionid"));
    }

    @Test
    void a_signature_fits_one_content() {
        Signatures signatures = new Signatures(keys.primitive(Purpose.SIGNATURES, Mac.class));
        byte[] signature = signatures.sign("page 2".getBytes(UTF_8));

        assertThat(signatures.verify(signature, "page 2".getBytes(UTF_8))).isTrue();
        assertThat(signatures.verify(signature, "page 3".getBytes(UTF_8))).isFalse();
        assertThat(signatures.verify(new byte[0], "page 2".getBytes(UTF_8))).isFalse();
    }

    private static FieldEncryption fields(Keys keys) {
        return new FieldEncryption(keys.primitive(Purpose.FIELDS, Aead.class));
    }
}
