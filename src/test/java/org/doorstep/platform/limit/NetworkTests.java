package org.doorstep.platform.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses a limit tells apart. */
class NetworkTests {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "203.0.113.8, 203.0.113.8",
        "::ffff:203.0.113.7, 203.0.113.7",
        "2001:db8:1:2:aaaa::1, 20010db800010002/64",
        "2001:db8:1:2:bbbb::2, 20010db800010002/64",
        "2001:db8:1:3::1, 20010db800010003/64",
        "no address, unknown"
    })
    void an_address_of_version_6_counts_by_its_first_64_bits(String address, String network) {
        assertThat(Network.of(InetSocketAddress.createUnresolved(address, 1)).text())
                .isEqualTo(network);
        assertThat(Network.of(null).text()).isEqualTo("unknown");
    }
}
