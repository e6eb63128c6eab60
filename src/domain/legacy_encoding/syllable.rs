//! Whether a word is built as a Vietnamese syllable: an initial, a rime, at most one tone.
//!
//! The measure by which the old encodings are told apart. It accepts every syllable of the language and some that
//! happen not to be used; it refuses what no Vietnamese word can be.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Initial consonants; a syllable may also have none.
const INITIALS: &str = "ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x";

/// Rimes without their tone. `y` for `i` is listed where it is written.
const RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êc êng i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong ooc \
    oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh uêu ui um un ung uơ \
    uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu uyn uyp ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn \
    ương ươp ươt ươu ưt ưu y ych yêm yên yêng yêt yêu ynh yt ym yn";

static KNOWN_RIMES: LazyLock<HashSet<&str>> = LazyLock::new(|| RIMES.split_whitespace().collect());

/// The five marks of tone, as they stand in decomposed text.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Whether `word` (composed, any case) is built as a Vietnamese syllable.
pub(super) fn is_syllable(word: &str) -> bool {
    let mut tone = None;
    let mut bare = String::with_capacity(word.len());
    for mark in word.nfd() {
        if !TONES.contains(&mark) {
            bare.extend(mark.to_lowercase());
        } else if tone.replace(mark).is_some() {
            return false;
        }
    }
    let bare: String = bare.nfc().collect();
    let is_rime = |rime: &str| KNOWN_RIMES.contains(rime) && may_bear(rime, tone);
    is_rime(&bare)
        || INITIALS.split(' ').filter_map(|initial| bare.strip_prefix(initial)).any(is_rime)
}

/// A rime that ends in a stop bears only sắc and nặng.
fn may_bear(rime: &str, tone: Option<char>) -> bool {
    let stopped = ["c", "ch", "p", "t"].iter().any(|stop| rime.ends_with(stop));
    !stopped || matches!(tone, Some('\u{301}' | '\u{323}'))
}

#[cfg(test)]
mod tests {
    use super::is_syllable;

    #[test]
    fn syllables_are_told_from_what_no_word_can_be() {
        for word in "Nguyễn khuỷu nghiêng quyết Huỳnh giờ gì quốc xoong Ỷ yếu Đặng ư quý".split(' ')
        {
            assert!(is_syllable(word), "{word}");
        }
        for word in
            ["NguyÔn", "ñöôøng", "cát-xét", "kửln", "mat", "bàn bà", "Niê", "éinh", "", "hòà"]
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
