//! Text typed in the fonts of before Unicode: TCVN3 (`.VnTime`) and VNI-Windows.
//!
//! Owns the two tables, the recognition by content and the way back to Unicode (NFC). Such text looks like Western
//! letters (`NguyÔn`, `Nguyeãn`); what it is shows only in which reading gives Vietnamese syllables.
//! Invariant: text that already reads as Unicode is never changed, whatever sheet it stands in.
//! Must run before `text::line`: TCVN3 writes ư with the byte that Unicode calls a soft hyphen.

mod syllable;

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// How the letters of a text are to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// Unicode, composed or decomposed.
    #[default]
    Unicode,
    /// TCVN 5712:1993, third set, of the `.Vn…` fonts: one byte a letter.
    Tcvn3,
    /// VNI-Windows, of the `VNI-…` fonts: the letter, then a byte for its marks.
    Vni,
}

/// All readings; the first wins where nothing tells them apart.
const READINGS: [Encoding; 3] = [Encoding::Unicode, Encoding::Tcvn3, Encoding::Vni];

/// TCVN3, in the order of its codes. Six letters and đ have capitals of their own, the rest have none.
const TCVN3: &str = "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ¨ă©âªê«ô¬ơ\u{ad}ư®đµà¶ả·ã¸á¹ạ»ằ¼ẳ½ẵ¾ắÆặÇầÈẩÉẫÊấËậÌèÎẻÏẽÐéÑẹÒềÓểÔễÕếÖệ\
                     ×ìØỉÜĩÝíÞịßòáỏâõãóäọåồæổçỗèốéộêờëởìỡíớîợïùñủòũóúôụõừöử÷ữøứùựúỳûỷüỹýýþỵ";

/// [`TCVN3`] by code.
static TCVN3_LETTERS: LazyLock<[Option<char>; 256]> = LazyLock::new(|| {
    std::array::from_fn(|code| paired(TCVN3, char::from(u8::try_from(code).ok()?)))
});

/// VNI letters that stand for themselves: what is written, what is meant.
const VNI_SINGLE: &str = "ôơöưñđííììæỉóĩòịîỵÔƠÖƯÑĐÍÍÌÌÆỈÓĨÒỊÎỴ";

/// VNI marks after a vowel: the mark in both cases, the combining marks that it means, the vowels that it may follow.
const VNI_MARKS: &[(char, char, &str, &str)] = &[
    ('ù', 'Ù', "\u{301}", "aeouyơư"),
    ('ø', 'Ø', "\u{300}", "aeouyơư"),
    ('û', 'Û', "\u{309}", "aeouyơư"),
    ('õ', 'Õ', "\u{303}", "aeouyơư"),
    ('ï', 'Ï', "\u{323}", "aeouyơư"),
    ('â', 'Â', "\u{302}", "aeo"),
    ('á', 'Á', "\u{302}\u{301}", "aeo"),
    ('à', 'À', "\u{302}\u{300}", "aeo"),
    ('å', 'Å', "\u{302}\u{309}", "aeo"),
    ('ã', 'Ã', "\u{302}\u{303}", "aeo"),
    ('ä', 'Ä', "\u{302}\u{323}", "aeo"),
    ('ê', 'Ê', "\u{306}", "a"),
    ('é', 'É', "\u{306}\u{301}", "a"),
    ('è', 'È', "\u{306}\u{300}", "a"),
    ('ú', 'Ú', "\u{306}\u{309}", "a"),
    ('ü', 'Ü', "\u{306}\u{303}", "a"),
    ('ë', 'Ë', "\u{306}\u{323}", "a"),
];

/// For and against each reading, counted over the words that hold a letter outside ASCII.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    scores: [i32; 3],
}

impl Evidence {
    /// What one text says: a word that reads as a Vietnamese syllable counts for, any other against.
    pub fn of(text: &str) -> Self {
        if is_surely_unicode(text) {
            return Self::of_unicode(text);
        }
        let mut evidence = Self::default();
        for word in words(text) {
            evidence.add(Self { scores: Self::scores_of(word) });
        }
        evidence
    }

    fn scores_of(word: &str) -> [i32; 3] {
        READINGS.map(|reading| if reads_as_syllable(word, reading) { 1 } else { -1 })
    }

    /// What a text says that only Unicode can hold: it never loses to another reading, however odd its words.
    fn of_unicode(text: &str) -> Self {
        let (mut score, mut least) = (0, -1);
        for word in words(text) {
            score += if reads_as_syllable(word, Encoding::Unicode) { 1 } else { -1 };
            least -= 1;
        }
        Self { scores: [score, least, least] }
    }

    /// Adds what another text says.
    pub fn add(&mut self, other: Self) {
        for (mine, theirs) in self.scores.iter_mut().zip(other.scores) {
            *mine = mine.saturating_add(theirs);
        }
    }

    /// How many more words are for this reading than against it.
    pub fn score(self, reading: Encoding) -> i32 {
        self.scores[reading as usize]
    }

    /// The best reading and its score.
    pub fn best(self) -> (Encoding, i32) {
        let reading = self.reading(Encoding::Unicode);
        (reading, self.score(reading))
    }

    /// The best reading; on a tie the one that `otherwise` names, then Unicode.
    pub fn reading(self, otherwise: Encoding) -> Encoding {
        let best = self.scores.into_iter().max().unwrap_or_default();
        let at = |reading: Encoding| self.scores[reading as usize] == best;
        if at(otherwise) {
            return otherwise;
        }
        READINGS.into_iter().find(|reading| at(*reading)).unwrap_or(Encoding::Unicode)
    }
}

/// The text in Unicode (NFC). `around` is how the rest of its sheet reads and decides where the text itself can't.
pub fn to_unicode(raw: &str, around: Encoding) -> String {
    if raw.is_ascii() {
        return raw.to_owned();
    }
    let reading =
        if is_surely_unicode(raw) { Encoding::Unicode } else { Evidence::of(raw).reading(around) };
    decode(raw, reading)
}

/// Reads the texts of one sheet, and remembers the words and short texts that it has seen: a ledger's words come
/// again and again.
#[derive(Debug, Default)]
pub struct Decoder {
    around: Encoding,
    words: HashMap<String, [i32; 3]>,
    texts: HashMap<String, String>,
}

/// Most words and texts that a decoder remembers.
const REMEMBERED: usize = 20_000;
/// Longest text that is worth remembering, in bytes.
const REMEMBERED_BYTES: usize = 80;

impl Decoder {
    /// From here on the sheet is known to read so: that decides where a text itself can't.
    pub fn settle(&mut self, around: Encoding) {
        self.around = around;
        self.texts.clear();
    }

    /// [`Evidence::of`] the text.
    pub fn evidence(&mut self, text: &str) -> Evidence {
        if text.is_ascii() {
            return Evidence::default();
        }
        if is_surely_unicode(text) {
            return Evidence::of_unicode(text);
        }
        let mut evidence = Evidence::default();
        for word in words(text) {
            let scores = self.words.get(word).copied().unwrap_or_else(|| {
                let scores = Evidence::scores_of(word);
                if self.words.len() < REMEMBERED {
                    self.words.insert(word.to_owned(), scores);
                }
                scores
            });
            evidence.add(Evidence { scores });
        }
        evidence
    }

    /// [`to_unicode`] of the text, in this sheet.
    pub fn to_unicode(&mut self, raw: &str) -> String {
        if raw.is_ascii() {
            return raw.to_owned();
        }
        if let Some(known) = self.texts.get(raw) {
            return known.clone();
        }
        let reading = if is_surely_unicode(raw) {
            Encoding::Unicode
        } else {
            self.evidence(raw).reading(self.around)
        };
        let text = decode(raw, reading);
        if raw.len() <= REMEMBERED_BYTES && self.texts.len() < REMEMBERED {
            self.texts.insert(raw.to_owned(), text.clone());
        }
        text
    }
}

/// The text in Unicode (NFC), read as it is told.
pub fn decode(raw: &str, reading: Encoding) -> String {
    match reading {
        Encoding::Unicode if is_nfc_quick(raw.chars()) == IsNormalized::Yes => {
            raw.chars().map(true_d).collect()
        }
        Encoding::Unicode => raw.nfc().map(true_d).collect(),
        Encoding::Tcvn3 => with_capitals(&decode_tcvn3(raw)),
        Encoding::Vni => decode_vni(raw),
    }
}

/// Letters that neither old font can write: their text is Unicode whatever stands around it.
fn is_surely_unicode(raw: &str) -> bool {
    raw.chars()
        .any(|c| u32::from(c) > 0xff && (c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')))
}

/// Look-alikes of Đ and đ that other keyboards leave behind.
fn true_d(c: char) -> char {
    match c {
        'Ð' | 'Ɖ' => 'Đ',
        'ð' | 'ɖ' => 'đ',
        _ => c,
    }
}

fn decode_tcvn3(raw: &str) -> String {
    raw.chars().map(|c| tcvn3_letter(c).unwrap_or(c)).collect()
}

fn tcvn3_letter(c: char) -> Option<char> {
    TCVN3_LETTERS.get(u32::from(c) as usize).copied().flatten()
}

/// `table` holds pairs of what is written and what is meant.
fn paired(table: &str, written: char) -> Option<char> {
    let mut letters = table.chars();
    while let (Some(from), Some(to)) = (letters.next(), letters.next()) {
        if from == written {
            return Some(to);
        }
    }
    None
}

/// The `.VnTimeH` fonts draw small letters as capitals: what the typist saw as capitals becomes capitals.
///
/// A word with two capitals and no small ASCII letter is in capitals; a text in which all words are so, throughout.
fn with_capitals(text: &str) -> String {
    let plain = || text.chars().filter(char::is_ascii_alphabetic);
    let shouts = |word: &str| {
        word.chars().filter(char::is_ascii_uppercase).count() >= 2
            && !word.chars().any(|c| c.is_ascii_lowercase())
    };
    if plain().all(|c| c.is_ascii_uppercase()) && text.split_whitespace().any(shouts) {
        return text.to_uppercase();
    }
    let raised: Vec<String> = text
        .split(' ')
        .map(|word| if shouts(word) { word.to_uppercase() } else { word.to_owned() })
        .collect();
    raised.join(" ")
}

fn decode_vni(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut vowel: Option<char> = None;
    for c in raw.chars() {
        let mark = VNI_MARKS.iter().find(|(small, capital, ..)| *small == c || *capital == c);
        let carried = mark.filter(|(.., after)| vowel.is_some_and(|v| after.contains(v)));
        if let Some((.., marks, _)) = carried {
            out.push_str(marks);
            vowel = None;
            continue;
        }
        let letter = paired(VNI_SINGLE, c).unwrap_or(c);
        vowel = letter.to_lowercase().next();
        out.push(letter);
    }
    out.nfc().collect()
}

/// Words that tell readings apart: runs without blanks and ASCII signs, holding something outside ASCII and no digit.
/// A single letter tells nothing: "ö" may be German, "©" a sign.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || is_general_punctuation(c))
        .filter(|word| !word.is_ascii() && word.chars().nth(1).is_some())
        .filter(|word| !word.chars().any(|c| c.is_ascii_digit()))
}

fn is_general_punctuation(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{206f}')
}

fn reads_as_syllable(word: &str, reading: Encoding) -> bool {
    match reading {
        Encoding::Unicode => {
            let word: String = word.nfc().collect();
            syllable::is_syllable(word.trim_matches(|c: char| !c.is_alphabetic()))
        }
        Encoding::Tcvn3 | Encoding::Vni => syllable::is_syllable(&decode(word, reading)),
    }
}

#[cfg(test)]
mod tests;
