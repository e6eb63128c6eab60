//! Words of Vietnamese text and the two keys by which they are compared.
//!
//! Owns what a word is (letters and digits with their combining marks, whatever the normal form) and its keys:
//! *folded* drops every mark, *exact* keeps the letters ă â ê ô ơ ư đ and moves the tone to a digit at the end, so
//! that hoà, hòa and decomposed text are one. Both write i for a final y after h k l m s t v qu (Lý, Lí; Quy, Qui).
//! Offsets are those of the raw text. This is the hot path of indexing: keys go into a buffer of the caller's.
//! Used by the search analyzers, `keystroke` and `reference`.

use std::sync::LazyLock;

use unicode_normalization::char::decompose_canonical;

/// A word where it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'t> {
    /// The word as written.
    pub raw: &'t str,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// Which key to make of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Without any mark.
    Folded,
    /// With its letters and tone.
    Exact,
}

/// The words of a text, in order.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let word = next_word(text, from)?;
        from = word.end;
        Some(word)
    })
}

/// The first word that starts at or after a byte, which must not be inside a letter.
pub fn next_word(text: &str, from: usize) -> Option<Word<'_>> {
    let rest = text.get(from..)?;
    let start = from + rest.char_indices().find(|(_, c)| starts_word(*c))?.0;
    let tail = &text[start..];
    let length = tail.char_indices().find(|(_, c)| !in_word(*c)).map_or(tail.len(), |(at, _)| at);
    let end = start + length;
    Some(Word { raw: &text[start..end], start, end })
}

/// Appends the key of a word to `out`.
pub fn write_key(word: &str, key: Key, out: &mut String) {
    let start = out.len();
    let mut tone = 0;
    for c in word.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        let letter = letter_of(c);
        match (letter.base, key) {
            (Some(base), Key::Folded) => out.push(base),
            (Some(base), Key::Exact) => out.push(shaped(base, letter.shape).unwrap_or(base)),
            (None, Key::Folded) => {}
            (None, Key::Exact) => reshape(out, start, letter.shape),
        }
        tone = if letter.tone == 0 { tone } else { letter.tone };
    }
    unify_final_y(out, start);
    if key == Key::Exact && tone > 0 {
        out.push(char::from(b'0' + tone));
    }
}

/// The folded key of a word.
pub fn folded(word: &str) -> String {
    key_of(word, Key::Folded)
}

/// The exact key of a word.
pub fn exact(word: &str) -> String {
    key_of(word, Key::Exact)
}

/// The other key that the beginning of a word may have: `quy` is written `qui`, but begins `quyen`.
pub fn unfinished(folded: &str) -> Option<String> {
    let start = folded.strip_suffix('i')?;
    let other = format!("{start}y");
    let mut unified = other.clone();
    unify_final_y(&mut unified, 0);
    (unified == folded).then_some(other)
}

/// Whether the word carries a mark: then it was meant with it.
pub fn is_marked(word: &str) -> bool {
    word.chars().any(|c| {
        let letter = if c.is_ascii() { return false } else { letter_of(c) };
        letter.tone > 0 || letter.shape != Shape::Plain
    })
}

/// The keys of all words of a text, joined by single spaces: how whole names and wards are compared.
pub fn phrase_key(text: &str, key: Key) -> String {
    let mut out = String::with_capacity(text.len());
    for word in words(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        write_key(word.raw, key, &mut out);
    }
    out
}

/// What a mark makes of a letter's shape; the tone is apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// a e o u d
    Plain,
    /// â ê ô
    Circumflex,
    /// ă
    Breve,
    /// ơ ư
    Horn,
    /// đ
    Bar,
}

/// The letter of a base and a shape, where the alphabet has one.
pub(super) fn shaped(base: char, shape: Shape) -> Option<char> {
    match (base, shape) {
        (_, Shape::Plain) => Some(base),
        ('a', Shape::Circumflex) => Some('â'),
        ('e', Shape::Circumflex) => Some('ê'),
        ('o', Shape::Circumflex) => Some('ô'),
        ('a', Shape::Breve) => Some('ă'),
        ('o', Shape::Horn) => Some('ơ'),
        ('u', Shape::Horn) => Some('ư'),
        ('d', Shape::Bar) => Some('đ'),
        (_, Shape::Circumflex | Shape::Breve | Shape::Horn | Shape::Bar) => None,
    }
}

/// A letter taken apart; `base` is `None` for a mark that stands after its letter.
#[derive(Debug, Clone, Copy)]
struct Letter {
    base: Option<char>,
    shape: Shape,
    /// 0 none, 1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng: the digits of VNI typing.
    tone: u8,
}

/// The Latin blocks that Vietnamese text uses: taken apart once, looked up after.
static LATIN: LazyLock<Vec<Letter>> =
    LazyLock::new(|| ('\u{a0}'..'\u{370}').map(take_apart).collect());
static LATIN_ADDITIONAL: LazyLock<Vec<Letter>> =
    LazyLock::new(|| ('\u{1e00}'..'\u{1f00}').map(take_apart).collect());

fn letter_of(c: char) -> Letter {
    let (table, first) = match c {
        '\u{a0}'..'\u{370}' => (&*LATIN, 0xa0),
        '\u{1e00}'..'\u{1f00}' => (&*LATIN_ADDITIONAL, 0x1e00),
        _ => return other_script(c),
    };
    table.get(c as usize - first).copied().unwrap_or_else(|| other_script(c))
}

/// A letter of another script: itself, in small letters.
fn other_script(c: char) -> Letter {
    Letter { base: Some(c.to_lowercase().next().unwrap_or(c)), shape: Shape::Plain, tone: 0 }
}

fn take_apart(c: char) -> Letter {
    let mut letter = Letter { base: None, shape: Shape::Plain, tone: 0 };
    decompose_canonical(c, |part| match part {
        '\u{301}' => letter.tone = 1,
        '\u{300}' => letter.tone = 2,
        '\u{309}' => letter.tone = 3,
        '\u{303}' => letter.tone = 4,
        '\u{323}' => letter.tone = 5,
        '\u{302}' => letter.shape = Shape::Circumflex,
        '\u{306}' => letter.shape = Shape::Breve,
        '\u{31b}' => letter.shape = Shape::Horn,
        '\u{300}'..'\u{370}' => {}
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' => {
            letter.base = Some('d');
            letter.shape = Shape::Bar;
        }
        _ => {
            let base = letter.base.unwrap_or_else(|| part.to_lowercase().next().unwrap_or(part));
            letter.base = Some(base);
        }
    });
    letter
}

/// Gives the last letter written the shape of a mark that followed it.
fn reshape(out: &mut String, start: usize, shape: Shape) {
    let last = out[start..].chars().next_back();
    if let Some(letter) = last.filter(|_| shape != Shape::Plain).and_then(|l| shaped(l, shape)) {
        out.pop();
        out.push(letter);
    }
}

fn unify_final_y(out: &mut String, start: usize) {
    let key = &out.as_bytes()[start..];
    let turns = match key {
        [.., b'q', b'u', b'y'] => true,
        [.., before, b'y'] => b"hklmstv".contains(before),
        _ => false,
    };
    if turns {
        out.pop();
        out.push('i');
    }
}

fn key_of(word: &str, key: Key) -> String {
    let mut out = String::with_capacity(word.len());
    write_key(word, key, &mut out);
    out
}

fn starts_word(c: char) -> bool {
    !matches!(c, '\u{300}'..'\u{370}') && in_word(c)
}

/// `char::is_alphanumeric` with the blocks of Vietnamese answered at once: its table search was 11 % of a build.
fn in_word(c: char) -> bool {
    match c {
        '\0'..'\u{80}' => c.is_ascii_alphanumeric(),
        '\u{d7}' | '\u{f7}' => false,
        '\u{c0}'..'\u{250}' | '\u{300}'..'\u{370}' | '\u{1e00}'..'\u{1f00}' => true,
        _ => c.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn keys_of_words() {
        for (word, fold, keep) in [
            ("Nguyễn", "nguyen", "nguyên4"),
            ("hoà", "hoa", "hoa2"),
            ("hòa", "hoa", "hoa2"),
            ("Đặng", "dang", "đăng5"),
            ("Ðức", "duc", "đưc1"),
            ("Lý", "li", "li1"),
            ("Quý", "qui", "qui1"),
            ("Thúy", "thuy", "thuy1"),
            ("Thuỷ", "thuy", "thuy3"),
            ("Mĩ", "mi", "mi4"),
            ("NHUỴ", "nhuy", "nhuy5"),
            ("ƯỜNG", "uong", "ương2"),
            ("3453", "3453", "3453"),
        ] {
            assert_eq!((folded(word), exact(word)), (fold.into(), keep.into()), "{word}");
            let apart: String = word.nfd().collect();
            assert_eq!((folded(&apart), exact(&apart)), (fold.into(), keep.into()), "{word} NFD");
            assert_eq!(is_marked(word), !word.is_ascii(), "{word}");
        }
    }

    #[test]
    fn a_beginning_may_end_in_y() {
        assert_eq!(unfinished("nguyen thi qui").as_deref(), Some("nguyen thi quy"));
        assert_eq!((unfinished("bi"), unfinished("an"), unfinished("")), (None, None, None));
    }

    #[test]
    fn words_stand_where_they_are_written() {
        let text: String = "“Lê Thị Ánh”, 3453/QĐ-UBND…".nfd().collect();
        let found: Vec<String> = words(&text).map(|w| w.raw.nfc().collect()).collect();
        assert_eq!(found, ["Lê", "Thị", "Ánh", "3453", "QĐ", "UBND"]);
        assert!(words(&text).all(|w| &text[w.start..w.end] == w.raw));
        assert_eq!(phrase_key("  LÊ  thị\tánh ", Key::Folded), "le thi anh");
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_words(text in "\\PC{0,60}") {
            for word in words(&text) {
                proptest::prop_assert_eq!(&text[word.start..word.end], word.raw);
                proptest::prop_assert!(!exact(word.raw).is_empty());
            }
        }

        #[test]
        fn normal_forms_have_the_same_keys(text in "[a-zA-Z0-9\u{c0}-\u{24f}\u{1ea0}-\u{1ef9} ]{0,60}") {
            for word in words(&text) {
                let nfc: String = word.raw.nfc().collect();
                let nfd: String = word.raw.nfd().collect();
                proptest::prop_assert_eq!(folded(&nfc), folded(&nfd));
                proptest::prop_assert_eq!(exact(&nfc), exact(&nfd));
            }
        }

        #[test]
        fn latin_letters_lose_their_marks(c in "[\u{c0}-\u{24f}\u{1ea0}-\u{1ef9}]") {
            let plain = crate::domain::text::fold(&c);
            if plain.is_ascii() {
                proptest::prop_assert_eq!(folded(&c), plain);
            }
        }
    }
}
