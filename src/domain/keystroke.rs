//! Words typed as raw keystrokes while the input method was off: Telex (`nguyeenx vawn an`) and VNI (`nguye6n4 va8n an`).
//!
//! Owns the shape of a Vietnamese syllable (onset, rime, tone), by which a decoded word is believed. A word is read as
//! keystrokes only if it is no syllable as it stands and is one when decoded, so that tuan, hoa, loan, 5 and English
//! words are left alone. Used by `search`, which tries a query as typed first and decoded after.

use super::syllable::{self, Shape};

/// The query with every word decoded that reads as keystrokes; `None` when there is none.
pub fn decoded(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut from, mut any) = (0, false);
    for word in syllable::words(text) {
        if let Some(plain) = decoded_word(word.raw) {
            out.push_str(&text[from..word.start]);
            out.push_str(&plain);
            from = word.end;
            any = true;
        }
    }
    out.push_str(&text[from..]);
    any.then_some(out)
}

/// The syllable that these keystrokes would have made; `None` when the word is one already or makes none.
pub fn decoded_word(word: &str) -> Option<String> {
    if !word.is_ascii() || word.len() > LONGEST || is_syllable(word) {
        return None;
    }
    let keys = word.to_ascii_lowercase();
    let typed =
        if keys.bytes().any(|b| b.is_ascii_digit()) { vni(&keys) } else { Some(telex(&keys)) };
    typed.filter(Typed::is_marked).and_then(|typed| typed.spelled())
}

/// Whether a word without marks can be read as a Vietnamese syllable (`nguyen`, `tuan`).
pub fn is_syllable(word: &str) -> bool {
    let bare: String = word.to_ascii_lowercase();
    let (onset, rime) = split_onset(&bare);
    ONSETS.contains(&onset) && RIMES.iter().any(|known| is_bare_of(rime, known))
}

/// Keystrokes of the longest syllable: `nghieengz` and a tone key, with one to spare.
const LONGEST: usize = 11;

/// Beginnings of syllables; `gi` and `qu` take their vowel with them.
const ONSETS: [&str; 29] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
    "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x", "z",
];

/// Rimes without their tone. The few of xoong and moóc are left out: `coong` is công in Telex.
const RIMES: &[&str] = &[
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "ă", "ăc",
    "ăm", "ăn", "ăng", "ăp", "ăt", "â", "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây", "e", "ec",
    "em", "en", "eng", "eo", "ep", "et", "ê", "êch", "êm", "ên", "ênh", "êp", "êt", "êu", "i",
    "ia", "ich", "im", "in", "inh", "ip", "it", "iu", "iêc", "iêm", "iên", "iêng", "iêp", "iêt",
    "iêu", "o", "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat",
    "oay", "oăc", "oăm", "oăn", "oăng", "oăt", "oc", "oe", "oen", "oeo", "oet", "oi", "om", "on",
    "ong", "op", "ot", "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt", "ơ", "ơi", "ơm", "ơn", "ơp",
    "ơt", "u", "ua", "uân", "uâng", "uât", "uây", "uc", "ui", "um", "un", "ung", "up", "ut", "uê",
    "uêch", "uênh", "uôc", "uôi", "uôm", "uôn", "uông", "uôt", "uơ", "uy", "uya", "uych", "uyên",
    "uyêt", "uynh", "uyt", "uyu", "ư", "ưa", "ưc", "ưi", "ưng", "ưt", "ưu", "ươc", "ươi", "ươm",
    "ươn", "ương", "ươp", "ươt", "ươu", "y", "ych", "yêm", "yên", "yêng", "yêt", "yêu", "ynh",
    "yt",
];

/// What the keys have made so far.
#[derive(Debug, Default)]
struct Typed {
    letters: Vec<(char, Option<Shape>)>,
    tone: u8,
}

impl Typed {
    fn is_marked(&self) -> bool {
        self.tone > 0 || self.letters.iter().any(|(_, shape)| shape.is_some())
    }

    fn has_vowel(&self) -> bool {
        self.letters.iter().any(|(letter, _)| is_vowel(*letter))
    }

    /// Gives `shape` to the last letter among `bases` that has none yet.
    fn shape(&mut self, bases: &[char], shape: Shape) -> bool {
        let open =
            |(letter, has): &&mut (char, Option<Shape>)| bases.contains(letter) && has.is_none();
        match self.letters.iter_mut().rev().find(open) {
            Some(letter) => {
                letter.1 = Some(shape);
                true
            }
            None => false,
        }
    }

    /// The horn of ơ ư, or the breve of ă where the key stands for both.
    fn hook(&mut self, also_breve: bool) -> bool {
        let open = |(letter, has): &&(char, Option<Shape>)| {
            matches!(letter, 'a' | 'o' | 'u') && has.is_none()
        };
        let last = self.letters.iter().rev().find(open).map(|(letter, _)| *letter);
        let diphthong = matches!(self.letters.as_slice(), [.., ('u', None), ('a', None)]);
        match last {
            // `muaw` is mưa, `quaw` quă.
            Some('a') if also_breve && diphthong && !self.starts_with_qu() => {
                self.shape(&['u'], Shape::Horn)
            }
            Some('a') if also_breve => self.shape(&['a'], Shape::Breve),
            Some('o') => self.shape(&['o'], Shape::Horn),
            Some(_) => self.shape(&['u'], Shape::Horn),
            None => false,
        }
    }

    /// `cuowng`, `cuo7ng`: one key stands for both letters of ươ unless the word ends there (thuở).
    fn finish(mut self) -> Self {
        let pair = self
            .letters
            .windows(3)
            .position(|w| matches!(w, [('u', None), ('o', Some(Shape::Horn)), _]));
        if let Some(at) = pair.filter(|_| !self.starts_with_qu()) {
            self.letters[at].1 = Some(Shape::Horn);
        }
        self
    }

    fn starts_with_qu(&self) -> bool {
        matches!(self.letters.as_slice(), [('q', _), ('u', _), ..])
    }

    /// The syllable in letters, with its tone where the dictionaries put it; `None` when it is not one.
    fn spelled(&self) -> Option<String> {
        let letter = |(base, shape): &(char, Option<Shape>)| {
            syllable::shaped(*base, shape.unwrap_or(Shape::Plain))
        };
        let plain: String = self.letters.iter().map(letter).collect::<Option<String>>()?;
        let (onset, rime) = split_onset(&plain);
        let stopped = rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch");
        let valid = ONSETS.contains(&onset)
            && RIMES.contains(&rime)
            && (!stopped || matches!(self.tone, 0 | 1 | 5));
        valid.then(|| format!("{onset}{}", toned(rime, self.tone)))
    }
}

fn telex(keys: &str) -> Typed {
    let mut typed = Typed::default();
    for key in keys.chars() {
        let done = match key {
            's' | 'f' | 'r' | 'x' | 'j' if typed.has_vowel() => {
                typed.tone = match key {
                    's' => 1,
                    'f' => 2,
                    'r' => 3,
                    'x' => 4,
                    _ => 5,
                };
                true
            }
            'z' if typed.has_vowel() => {
                typed.tone = 0;
                true
            }
            'w' => typed.hook(true),
            'a' | 'e' | 'o' => {
                typed.has_vowel_to_double(key) && typed.shape(&[key], Shape::Circumflex)
            }
            'd' => {
                matches!(typed.letters.first(), Some(('d', None)))
                    && typed.shape(&['d'], Shape::Bar)
            }
            _ => false,
        };
        match (done, key) {
            (true, _) => {}
            (false, 'w') => typed.letters.push(('u', Some(Shape::Horn))),
            (false, _) => typed.letters.push((key, None)),
        }
    }
    typed.finish()
}

impl Typed {
    /// Whether a vowel key repeats one just typed, or one before the final consonants (`tuana` for tuân).
    fn has_vowel_to_double(&self, key: char) -> bool {
        let after = self.letters.iter().rev().take_while(|(letter, _)| !is_vowel(*letter)).count();
        let at = self.letters.len().checked_sub(after + 1);
        at.and_then(|at| self.letters.get(at))
            .is_some_and(|(letter, shape)| *letter == key && shape.is_none())
    }
}

fn vni(keys: &str) -> Option<Typed> {
    let mut typed = Typed::default();
    for key in keys.chars() {
        let done = match key {
            '1'..='5' if typed.has_vowel() => {
                typed.tone = u8::try_from(key.to_digit(10)?).ok()?;
                true
            }
            '0' if typed.has_vowel() => {
                typed.tone = 0;
                true
            }
            '6' => typed.shape(&['a', 'e', 'o'], Shape::Circumflex),
            '7' => typed.hook(false),
            '8' => typed.shape(&['a'], Shape::Breve),
            '9' => typed.shape(&['d'], Shape::Bar),
            'a'..='z' => {
                typed.letters.push((key, None));
                true
            }
            _ => false,
        };
        if !done {
            return None;
        }
    }
    Some(typed.finish())
}

/// Onset and rime; `gi` and `qu` belong to the onset when a vowel follows them.
fn split_onset(plain: &str) -> (&str, &str) {
    let at = plain.find(is_vowel).unwrap_or(plain.len());
    let (onset, rime) = plain.split_at(at);
    let second = rime.chars().nth(1).is_some_and(is_vowel);
    let joined =
        matches!((onset, rime.as_bytes().first()), ("q", Some(b'u')) | ("g", Some(b'i'))) && second;
    // `giêng` is g + iêng, `giang` gi + ang.
    if joined
        && !(onset == "g" && (rime.starts_with("iê") || rime.starts_with("ie") && rime != "ie"))
    {
        plain.split_at(at + 1)
    } else {
        (onset, rime)
    }
}

/// Whether `bare` is `rime` without its marks.
fn is_bare_of(bare: &str, rime: &str) -> bool {
    bare.len() == rime.chars().count()
        && rime.chars().zip(bare.chars()).all(|(full, plain)| bare_vowel(full) == plain)
}

fn is_vowel(c: char) -> bool {
    matches!(bare_vowel(c), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn bare_vowel(c: char) -> char {
    match c {
        'ă' | 'â' => 'a',
        'ê' => 'e',
        'ô' | 'ơ' => 'o',
        'ư' => 'u',
        _ => c,
    }
}

/// The rime with its tone: on a shaped vowel if there is one, else on the last before a final consonant, else on the
/// first of two (hòa) and the second of three (ngoài).
fn toned(rime: &str, tone: u8) -> String {
    let mark = match tone {
        1 => '\u{301}',
        2 => '\u{300}',
        3 => '\u{309}',
        4 => '\u{303}',
        5 => '\u{323}',
        _ => return rime.to_owned(),
    };
    let letters: Vec<char> = rime.chars().collect();
    let vowels = letters.iter().filter(|c| is_vowel(**c)).count();
    let shaped = letters.iter().rposition(|c| is_vowel(*c) && bare_vowel(*c) != *c);
    let at = shaped.unwrap_or(match vowels {
        0 | 1 => 0,
        2 if letters.len() == 2 => 0,
        2 | 3 => 1,
        _ => vowels - 1,
    });
    let mut out: String = letters[..=at].iter().collect();
    out.push(mark);
    out.extend(&letters[at + 1..]);
    super::text::nfc(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keystrokes_become_the_syllables_meant() {
        for (typed, meant) in [
            ("nguyeenx vawn an", "nguyễn văn an"),
            ("NGUYEENX THIJ", "nguyễn thị"),
            ("dduwcs", "đức"),
            ("huynhf", "huỳnh"),
            ("traanf quoocs", "trần quốc"),
            ("cuwowngf", "cường"),
            ("cuowngf", "cường"),
            ("huwux", "hữu"),
            ("muaw", "mưa"),
            ("hoangf", "hoàng"),
            ("tieesn", "tiến"),
            ("quangr", "quảng"),
            ("giangf", "giàng"),
            ("ddawngj", "đặng"),
            ("sown", "sơn"),
            ("thuyr", "thủy"),
            ("hoaf", "hòa"),
            ("ngoaif", "ngoài"),
            ("nguye6n4 va8n an", "nguyễn văn an"),
            ("d9u7c1", "đức"),
            ("cu7o7ng2", "cường"),
            ("cuong72", "cường"),
            ("xua6n", "xuân"),
            ("d9inh thi5 my4 hoa", "đinh thị mỹ hoa"),
            ("phan ba1 d9at5", "phan bá đạt"),
        ] {
            assert_eq!(decoded(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn ordinary_words_are_left_alone() {
        for plain in [
            "tuan",
            "hoa",
            "loan",
            "nguyen thi xuan",
            "5",
            "to8",
            "thua 148 to 5",
            "karaoke",
            "btcd",
            "1451pcbtcd",
            "m2",
            "kv7",
            "t27",
            "3453/qd-ubnd",
            "nguyễn",
            "huynnh",
            "phham",
            "trnag",
            "",
            "qd",
            "ubnd",
        ] {
            assert_eq!(decoded(plain), None, "{plain}");
        }
        assert!(
            is_syllable("nguyen")
                && is_syllable("quynh")
                && is_syllable("giang")
                && is_syllable("thuy")
        );
        assert!(
            !is_syllable("btcd")
                && !is_syllable("qd")
                && !is_syllable("ubnd")
                && !is_syllable("vawn")
        );
    }

    /// What the keys of an input method would have been, the tone last.
    fn keys(plain: &str, tone: u8, vni: bool) -> String {
        let mut out = String::new();
        for letter in plain.chars() {
            let (base, telex, digit) = match letter {
                'ă' => ('a', "w", "8"),
                'â' => ('a', "a", "6"),
                'ê' => ('e', "e", "6"),
                'ô' => ('o', "o", "6"),
                'ơ' => ('o', "w", "7"),
                'ư' => ('u', "w", "7"),
                'đ' => ('d', "d", "9"),
                _ => (letter, "", ""),
            };
            out.push(base);
            out.push_str(if vni { digit } else { telex });
        }
        let tones = if vni { ["", "1", "2", "3", "4", "5"] } else { ["", "s", "f", "r", "x", "j"] };
        out.push_str(tones[usize::from(tone)]);
        out
    }

    #[test]
    fn every_marked_syllable_comes_back_from_its_keys() {
        for (onset, rime, tone) in ONSETS
            .iter()
            .flat_map(|onset| RIMES.iter().map(move |rime| (*onset, *rime)))
            .flat_map(|(onset, rime)| (0..=5).map(move |tone| (onset, rime, tone)))
        {
            let plain = format!("{onset}{rime}");
            let typed = Typed { letters: plain.chars().map(|c| (c, None)).collect(), tone };
            // Only spellings that exist: `giê` is gi + ê or g + iê, and stopped rimes have two tones.
            let Some(meant) = typed.spelled().filter(|_| split_onset(&plain) == (onset, rime))
            else {
                continue;
            };
            for vni in [false, true] {
                let keys = keys(&plain, tone, vni);
                if keys != plain && !is_syllable(&keys) {
                    assert_eq!(decoded_word(&keys).as_deref(), Some(meant.as_str()), "{keys}");
                }
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_typing_ends(text in "\\PC{0,60}") {
            let _ = decoded(&text);
        }

        #[test]
        fn what_is_decoded_is_no_keystroke_any_more(word in "[a-z]{1,9}[0-9]?") {
            if let Some(plain) = decoded_word(&word) {
                proptest::prop_assert_eq!(decoded_word(&plain), None);
                proptest::prop_assert!(is_syllable(&crate::domain::text::fold(&plain)), "{}", plain);
            }
        }
    }
}
