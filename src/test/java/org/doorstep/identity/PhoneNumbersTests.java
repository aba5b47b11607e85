package org.doorstep.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTests {

    @ParameterizedTest
    @CsvSource({
        "13800000001, 13800000001",
        "138 0000-0001, 13800000001",
        "+86 13800000001, 13800000001",
        "+86-138-0000-0001, 13800000001",
        "008613800000001, 13800000001",
        "１３８００００００01, 13800000001",
        "0573-00000001, 057300000001",
        "+86 573 10000001, 057310000001",
        "+86 (0)573 10000001, 057310000001",
        "+86 10 10000001, 01010000001",
        "+852 0000 0001, +85200000001",
        "0085200000001, +85200000001"
    })
    void a_number_has_one_form_however_it_is_typed(String typed, String normal) {
        assertThat(PhoneNumbers.normal(typed)).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1380000000",
                "138000000011",
                "12345678",
                "call me",
                "+",
                "+86",
                "+8613",
                "+1",
                "+12345678901234567",
                "138000x0001",
                "13800000001;13800000002"
            })
    void what_cannot_be_dialled_is_no_number(String typed) {
        assertThat(PhoneNumbers.normal(typed)).isNull();
    }
}
