//! The order of names in a Vietnamese list: by letters, then by tones.
//!
//! a ă â b c d đ e ê … o ô ơ … u ư …; among words of the same letters: level, huyền, hỏi, ngã, sắc, nặng, as
//! dictionaries have it. Letters and tones are compared over the whole text, the tones only where all letters are
//! the same. Used for lists whose names are few and known; used by `app::settings`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A key by which names are ordered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    letters: Vec<(char, u8)>,
    tones: Vec<u8>,
}

/// The place of a name among others; capitals do not matter.
pub fn place(name: &str) -> Place {
    let mut place = Place { letters: Vec::new(), tones: Vec::new() };
    for c in name.nfd().flat_map(char::to_lowercase) {
        if !is_combining_mark(c) {
            place.letters.push(if c == 'đ' { ('d', 1) } else { (c, 0) });
            place.tones.push(0);
            continue;
        }
        let (Some(letter), Some(tone)) = (place.letters.last_mut(), place.tones.last_mut()) else {
            continue;
        };
        match c {
            '\u{306}' => letter.1 = 1,
            '\u{302}' => letter.1 = 2,
            '\u{31b}' => letter.1 = 3,
            '\u{300}' => *tone = 1,
            '\u{309}' => *tone = 2,
            '\u{303}' => *tone = 3,
            '\u{301}' => *tone = 4,
            '\u{323}' => *tone = 5,
            _ => {}
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn names_stand_as_in_a_dictionary() {
        let ordered = [
            "an",
            "àn",
            "ản",
            "ãn",
            "án",
            "ạn",
            "Ánh",
            "ăn",
            "ân",
            "bên",
            "Công an",
            "Dân tộc",
            "Dự án",
            "Đất đai",
            "Đô thị",
            "hoà",
            "hóa",
            "hỗ",
            "hồng",
            "hơi",
            "Phòng Nội vụ",
            "Phòng Tư pháp",
            "Phường 10",
            "ủy",
            "ư",
        ];
        for pair in ordered.windows(2) {
            assert!(place(pair[0]) < place(pair[1]), "{pair:?}");
        }
        assert_eq!(place("Đống Đa"), place("ĐỐNG ĐA"));
    }
}
