//! Tables and properties of the old encodings.

use super::*;

const LETTERS: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";
const WORDS: &str = "kính gửi uỷ ban nhân dân thành phố tôi tên là nguyễn thị ngọc ánh hiện trú tại tổ khu vực phường \
    ghềnh ráng đề nghị xem xét giải quyết khiếu nại quyết định bồi thường thửa đất số tờ bản đồ giấy chứng nhận quyền \
    sử dụng khuỷu tay nghĩa trang quý khuya chuyển hẻm mương sụp ngập mưa lớn tiếng ồn xả nước thải mỡ rẫy kỹ lưỡng vỹ \
    hoẵng ngoằn ngoèo nguỵ ẵm ẳng ỵ tỵ ẩn ẫm đỡ bẽ gẫy hễ lẳng ỗ";

fn encode(text: &str, to: Encoding) -> String {
    match to {
        Encoding::Unicode => text.to_owned(),
        Encoding::Tcvn3 => {
            let pairs: Vec<char> = TCVN3.chars().collect();
            let written = |c: char| pairs.chunks(2).find(|p| p[1] == c).map_or(c, |p| p[0]);
            text.chars().map(written).collect()
        }
        Encoding::Vni => text.chars().map(vni_letter).collect(),
    }
}

fn vni_letter(letter: char) -> String {
    let capital = letter.is_uppercase();
    for (small, large, marks, after) in VNI_MARKS {
        for vowel in after.chars() {
            let vowel = if capital { vowel.to_uppercase().next().unwrap() } else { vowel };
            let composed: String = format!("{vowel}{marks}").nfc().collect();
            if composed == letter.to_string() {
                return format!("{}{}", vni_letter(vowel), if capital { large } else { small });
            }
        }
    }
    let pairs: Vec<char> = VNI_SINGLE.chars().collect();
    pairs.chunks(2).find(|p| p[1] == letter).map_or(letter, |p| p[0]).to_string()
}

#[test]
fn every_letter_comes_back_from_each_encoding() {
    let capitals = LETTERS.to_uppercase();
    for letter in LETTERS.chars().chain("ĂÂÊÔƠƯĐ".chars()) {
        let written = encode(&letter.to_string(), Encoding::Tcvn3);
        assert_ne!(written, "", "{letter}");
        assert_eq!(decode(&written, Encoding::Tcvn3), letter.to_string(), "TCVN3 {letter}");
    }
    for letter in LETTERS.chars().chain(capitals.chars()) {
        let written = encode(&letter.to_string(), Encoding::Vni);
        assert!(written.chars().all(|c| u32::from(c) < 0x100), "{letter} is in the VNI table");
        assert_eq!(decode(&written, Encoding::Vni), letter.to_string(), "VNI {letter}");
    }
}

#[test]
fn every_word_comes_back_and_the_text_is_recognised() {
    for encoding in [Encoding::Tcvn3, Encoding::Vni] {
        for word in WORDS.split_whitespace() {
            assert!(syllable::is_syllable(word) || word.is_ascii(), "{word}");
            assert_eq!(decode(&encode(word, encoding), encoding), word, "{encoding:?}");
        }
        let text = WORDS.split_whitespace().collect::<Vec<_>>().join(" ");
        let written = encode(&text, encoding);
        assert_eq!(Evidence::of(&written).reading(Encoding::Unicode), encoding);
        assert_eq!(to_unicode(&written, Encoding::Unicode), text);
    }
}

#[test]
fn old_text_is_recognised_in_a_unicode_sheet_and_unicode_in_an_old_one() {
    for (raw, around, right) in [
        ("NguyÔn V¨n Cõ", Encoding::Unicode, "Nguyễn Văn Cừ"),
        ("Nguyeãn Vaên Cöø", Encoding::Tcvn3, "Nguyễn Văn Cừ"),
        ("ph\u{ad}êng", Encoding::Unicode, "phường"),
        ("Nguyễn Văn Cừ", Encoding::Tcvn3, "Nguyễn Văn Cừ"),
        ("Bà Hà", Encoding::Vni, "Bà Hà"),
        ("Tê", Encoding::Tcvn3, "Tờ"),
    ] {
        assert_eq!(to_unicode(raw, around), right, "{raw}");
    }
}

#[test]
fn unicode_text_with_foreign_letters_is_left_alone() {
    for text in [
        "Đào",
        "Ô",
        "ö",
        "Müller",
        "Björk",
        "José",
        "São Paulo",
        "H'Nga Niê",
        "Zürich",
        "café",
        "Ê",
        "m²",
        "½ lô",
        "§ 5",
        "© 2017",
        "«Nam»",
        "Krông Pa",
        "Y Blô Mlô",
        "Peña",
        "Citroën",
        "Ơ",
        "hộ ông Ô",
        "±5°",
    ] {
        assert_eq!(to_unicode(text, Encoding::Unicode), text);
    }
    assert_eq!(to_unicode("Ðặng Ðình", Encoding::Unicode), "Đặng Đình");
}

#[test]
fn capitals_of_the_capital_fonts_come_back() {
    for (raw, right) in [
        ("UBND THµNH PHè", "UBND THÀNH PHỐ"),
        ("Sæ THEO DâI TIÕP NHËN", "SỔ THEO DÕI TIẾP NHẬN"),
        ("Q§ sè 12", "QĐ số 12"),
        ("¤ng Hµ", "Ông Hà"),
    ] {
        assert_eq!(decode(raw, Encoding::Tcvn3), right);
    }
}

proptest::proptest! {
    #[test]
    fn vietnamese_in_unicode_stays_whatever_stands_around(
        picks in proptest::collection::vec(0usize..100, 2..12),
    ) {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let text = picks.iter().map(|at| words[at % words.len()]).collect::<Vec<_>>().join(" ");
        proptest::prop_assert_eq!(to_unicode(&text, Encoding::Unicode), text);
    }

    #[test]
    fn nothing_makes_it_fail(raw in "\\PC{0,60}") {
        for around in READINGS {
            let _ = to_unicode(&raw, around);
        }
    }
}
