package wenmai.corpus.personal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DetectorTest {
  @Test
  void mailAddressesAreFoundInTextOfBothLanguages() {
    all(Detector.EMAIL, "zhang.san@example.com", "a@b.cn", "x_y+tag%1@mail.sub-domain.example.co.uk", "1234567@qq.com");
    assertThat(redacted("请联系zhang@qq.com，谢谢。Mail me at <john.doe@example.org>."))
        .isEqualTo("请联系⟨EMAIL⟩，谢谢。Mail me at <⟨EMAIL⟩>.");
    none(Detector.EMAIL, "user@localhost", "@mention", "a @ b.com", "icon@2x.png", "a..b@@c", "foo@bar..com", "@Override.x",
        "http://zhang:secret@proxy.example.com:3128", "@bird@server.example");
  }

  @Test
  void telephoneNumbersOfChinaAndNorthAmericaAndWithACountryAreFound() {
    all(Detector.PHONE, "13812345678", "138 1234 5678", "138-1234-5678", "+86 13812345678", "8619912345678", "+86-138-1234-5678",
        "010-62785001", "010 62785001", "(010)62785001", "（0755）26001234", "0571-87654321", "02162785001",
        "(212) 555-2368", "212-555-2368", "+1 212 555 2368", "1-800-555-2368", "212.555.2368",
        "021 6598 2047", "020-38471926-816", "400-175-9028", "4008208820", "86-755-26940381", "131.5820.4471", "212-555-2368 x318",
        "011 44 20 7946 0958", "０１０－６２７８５００１", "１３８１２３４５６７８", "+44 20 7946 0958", "+49 30 901820", "+33 1 42 68 53 00", "+81-3-1234-5678", "+442079460958");
    assertThat(redacted("电话：13812345678，传真010-62785001。")).isEqualTo("电话：⟨PHONE⟩，传真⟨PHONE⟩。");
    none(Detector.PHONE, "12812345678", "1381234567", "138123456789", "2023-11-27", "3.14159265358", "123-456-7890",
        "212-155-2368", "ISBN 978-7-302-51164-9", "10000000000", "+1 2", "1,234,567,890", "T13812345678", "0.13812345678",
        "13800000000元", "138-0027-4563-B", "5001 0517 5407 3249 31");
  }

  @Test
  void identityNumbersAreFoundByTheirCheckCharacter() {
    all(Detector.CHINESE_ID, "110105491231002", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", "11010519491231002x");
    assertThat(redacted("身份证号11010519491231002X。")).isEqualTo("身份证号⟨ID⟩。");
    none(Detector.CHINESE_ID, "110105194912310021", "11010519491331002X", "11010518491231002", "01010519491231002X",
        "911010519491231002X", "110105491331002", "990105491231002");
    all(Detector.SSN, "421-58-3907");
    none(Detector.SSN, "000-58-3907", "666-58-3907", "901-58-3907", "421-00-3907", "421-58-0000", "421-58-39071", "1-421-58-3907");
  }

  @Test
  void cardsAreFoundByIssuerAndCheckDigit() {
    all(Detector.BANK_CARD, "4111111111111111", "4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005",
        "3782 822463 10005", "3530111333300000", "6011111111111117", "6200000000000005", "6205500000000000004",
        "6205 5000 0000 0000 004");
    assertThat(redacted("卡号4111 1111 1111 1111有效")).isEqualTo("卡号⟨CARD⟩有效");
    none(Detector.BANK_CARD, "4111111111111112", "1111111111111117", "4444444444444444", "41111111111111111111",
        "2023 1127 0830 1500", "A4111111111111111", "44030502001386");
  }

  @Test
  void addressesOfMachinesAreFound() {
    all(Detector.IPV4, "8.8.8.8", "192.168.1.10", "223.5.5.5", "10.0.0.1");
    all(Detector.IPV4, "１０．０．０．１");
    assertThat(redacted("ip dev 203.0.113.7")).isEqualTo("ip dev ⟨IP⟩");
    none(Detector.IPV4, "version 5.2.0.1", "Section 3.1.2.4", "第5.2.1.3条", "256.1.1.1", "1.2.3", "1.2.3.4.5", "v1.2.3.4", "127.0.0.1", "0.0.0.0", "255.255.255.0", "08.1.1.1");
    all(Detector.IPV6, "2001:db8:85a3:0:0:8a2e:370:7334", "2001:db8::1", "fe80::1ff:fe23:4567:890a", "2606:4700::1111", "FD00::1");
    none(Detector.IPV6, "std::cout", "12:30:45", "::1", "2001:db8", "2001:db8::1::2", "2001:1:2:3:4:5:6:7:8", "face:b00k");
    all(Detector.MAC, "00:1A:2b:3c:4D:5e", "00-1A-2B-3C-4D-5E");
    none(Detector.MAC, "00:1A:2B:3C:4D", "00:1A-2B:3C-4D:5E", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "00:1A:2B:3C:4D:5E:6F",
        "0G:1A:2B:3C:4D:5E");
    assertThat(redacted("来自8.8.8.8的请求；host 2001:db8::1, dev 00:1A:2b:3c:4D:5e."))
        .isEqualTo("来自⟨IP⟩的请求；host ⟨IP⟩, dev ⟨MAC⟩.");
  }

  @Test
  void aNumberBehindANameIsAVersionWhereItsPartsAreSmall() {
    none(Detector.IPV4, "GIT 1.5.6.1", "Git 1.5.6.1", "openssl-1.0.2.1", "version 1.2.3.4", "v1.2.3.4", "Oracle 11.2.0.4", "Ver. 1.2.3.4");
    assertThat(redacted("Bind 192.168.7.12, DNS 8.8.8.8, IP 1.2.4.8, Server 10.0.0.1, from 10.0.0.2; the host-203.0.113.7"))
        .isEqualTo("Bind ⟨IP⟩, DNS ⟨IP⟩, IP ⟨IP⟩, Server ⟨IP⟩, from ⟨IP⟩; the host-⟨IP⟩");
  }

  /// A clause of the American rules for procurement, which stands in many licences of software.
  @Test
  void pointsMixedWithHyphensAreNoTelephoneNumber() {
    none(Detector.PHONE, "DFARS 252.227-7013", "252-227.7013");
    all(Detector.PHONE, "252.227.7013", "252-227-7013", "252 227-7013", "(252) 227-7013", "(252) 227.7013");
  }

  @Test
  void whatIsRedactedOnceStaysAsItIs() {
    String once = redacted("13812345678 a@b.cn 4111111111111111 8.8.8.8 11010519491231002X");
    assertThat(once).isEqualTo("⟨PHONE⟩ ⟨EMAIL⟩ ⟨CARD⟩ ⟨IP⟩ ⟨ID⟩");
    assertThat(redacted(once)).isEqualTo(once);
  }

  @Test
  void ordinaryTextStaysAsItIs() {
    String text = """
        In 1949, at 10:30 on 12-31-1949, version 2.10.0 cost $1,299.99 (ratio 16:9, 50-60 Hz); see §3.1.2 and arXiv:2112.11446.
        2023年11月27日，第1234567号，人民币12,345.67元，第3章第4节，共8000米。订单20231127083015。π=3.14159265358979。
        """;
    assertThat(redacted(text)).isEqualTo(text);
  }

  @Test
  void aMebibyteOfNothingTakesNoTime() {
    for (String part : new String[] {"a", "1", "a.", "1.", "1 ", "+", "ab:"}) {
      String text = part.repeat((1 << 20) / part.length());
      assertThat(redacted(text)).hasSize(text.length());
    }
  }

  private static String redacted(String text) {
    String now = text;
    for (Detector detector : Detector.ALL) {
      now = detector.redacted(now);
    }
    return now;
  }

  private static void all(Detector detector, String... texts) {
    for (String text : texts) {
      assertThat(detector.redacted("x " + text + "，")).as(text).isEqualTo("x " + detector.placeholder() + "，");
    }
  }

  private static void none(Detector detector, String... texts) {
    for (String text : texts) {
      assertThat(detector.redacted("x " + text + "，")).as(text).isEqualTo("x " + text + "，");
    }
  }
}
