//! Vietnamese text at the edge and in comparison.
//!
//! Owns the rule that every text inside is NFC, trimmed and free of control characters, and the one way to fold
//! it for comparison. Folded text is never stored as the value, only as a key beside it.
//! Used by every parser of outside text, by the ledger import and by the search analyzers.

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Why a typed text was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nothing but blanks was typed where something is required.
    #[error("text is empty")]
    Empty,
    /// More letters than the field holds; `max` counts characters, not bytes.
    #[error("text is longer than {max} characters")]
    TooLong {
        /// The greatest number of characters that the field holds.
        max: usize,
    },
}

/// The text in composed form (NFC), as everything inside the product is.
pub fn nfc(raw: &str) -> String {
    raw.nfc().collect()
}

/// One line: NFC, blanks of any kind folded into single spaces, ends trimmed, control characters dropped.
///
/// # Errors
/// When nothing is left, or more than `max` characters are.
pub fn line(raw: &str, max: usize) -> Result<String, TextError> {
    let words: Vec<String> = nfc(raw)
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().filter(|c| !is_invisible(*c)).collect())
        .collect();
    bounded(words.join(" ").trim().to_owned(), max)
}

/// Several lines: like [`line()`], but line ends are kept (as `\n`).
///
/// # Errors
/// When nothing is left, or more than `max` characters are.
pub fn block(raw: &str, max: usize) -> Result<String, TextError> {
    let cleaned: String = nfc(raw)
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || !(c.is_control() && *c != '\t' || is_invisible(*c)))
        .collect();
    let lines: Vec<&str> = cleaned.lines().map(str::trim_end).collect();
    bounded(lines.join("\n").trim().to_owned(), max)
}

/// Marks off, lower case, `đ` as `d`: the form in which two spellings are compared.
///
/// Works on decomposed input too, and is idempotent. Everything that is not a letter stays as it is.
pub fn fold(text: &str) -> String {
    folded(text).collect()
}

/// The letters of [`fold`], made as they are taken: the beginning of a long text costs little.
pub fn folded(text: &str) -> impl Iterator<Item = char> {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).map(plain_letter)
}

/// Folded words (letters and digits), in order, without punctuation.
pub fn folded_words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The beginning of a text, cut at a word, with an ellipsis where something was cut.
pub fn clip(text: &str, max_chars: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= max_chars {
        return flat;
    }
    let head: String = flat.chars().take(max_chars).collect();
    let cut = head.rfind(' ').unwrap_or(head.len());
    format!("{}…", head[..cut].trim_end_matches([',', ';', '.', ' ']))
}

/// Letters that do not decompose, and the look-alikes of đ that old fonts and foreign keyboards leave behind.
fn plain_letter(c: char) -> char {
    match c {
        'đ' | 'ð' | 'ɖ' => 'd',
        _ => c,
    }
}

/// Soft hyphen, zero-width marks and the byte-order mark: seen in pasted text, never meant.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn bounded(text: String, max: usize) -> Result<String, TextError> {
    if text.is_empty() {
        Err(TextError::Empty)
    } else if text.chars().count() > max {
        Err(TextError::TooLong { max })
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every accented letter of the alphabet, in both cases.
    const ALPHABET: &str =
        "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ";

    #[test]
    fn folding_leaves_no_vietnamese_letter_marked() {
        for letter in ALPHABET.chars().chain(ALPHABET.to_uppercase().chars()) {
            let composed = fold(&letter.to_string());
            assert!(composed.is_ascii(), "{letter} folds to {composed}");
            assert_eq!(composed, fold(&nfd(&letter.to_string())), "{letter} in decomposed form");
        }
        assert_eq!(fold("ĐẶNG ĐÌNH ĐỨC, Ðào, Ɖoàn"), "dang dinh duc, dao, doan");
    }

    #[test]
    fn a_line_is_trimmed_composed_and_bounded() {
        assert_eq!(line("  Nguyễn\u{a0} Thị\tLoan\u{200b} ", 20), Ok("Nguyễn Thị Loan".into()));
        assert_eq!(line(" \u{feff} ", 20), Err(TextError::Empty));
        assert_eq!(line("abcdef", 5), Err(TextError::TooLong { max: 5 }));
    }

    #[test]
    fn a_block_keeps_its_lines() {
        assert_eq!(block(" một \r\nhai\u{0}\n\n", 20), Ok("một\nhai".into()));
    }

    #[test]
    fn a_clip_never_cuts_a_word() {
        assert_eq!(clip("Khiếu nại quyết định", 12), "Khiếu nại…");
        assert_eq!(clip("ngắn", 12), "ngắn");
    }

    fn nfd(text: &str) -> String {
        text.nfd().collect()
    }

    proptest::proptest! {
        #[test]
        fn folding_is_idempotent(text in "\\PC{0,40}") {
            proptest::prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
