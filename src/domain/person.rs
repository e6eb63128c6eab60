//! Người gửi đơn: the sender of a petition, parsed once at the edge.
//!
//! Identity numbers and telephone numbers are text: a leading zero is part of them.

use thiserror::Error;

use super::correction::Kept;
use super::text::{self, TextError};

/// The sender, or the representative who signs first.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Petitioner {
    /// Full name in the usual spelling.
    pub name: String,
    /// House, group, quarter (tổ, khu vực), as written.
    pub address: Option<String>,
    /// Ward or commune of residence, with its kind ("phường Nhơn Bình").
    pub ward: Option<String>,
    /// Identity card number (CCCD/CMND).
    pub identity_number: Option<IdentityNumber>,
    /// Telephone.
    pub phone: Option<Phone>,
}

/// What is known of a sender whose identity is protected.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProtectedSender {
    /// Who it is; `None` where only traces of an anonymous sender are known.
    pub petitioner: Option<Petitioner>,
    /// What a past book says of the sender and no field holds: a second telephone, co-signers.
    pub note: Option<String>,
    /// What corrections replaced, the oldest first.
    pub kept: Vec<Kept>,
}

/// Number of an identity card: 9 digits (CMND) or 12 (CCCD).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdentityNumber(String);

/// A telephone number: 8 to 12 digits after the blanks are taken out, with or without a leading `+`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

/// Why a number was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NumberError {
    /// Not 9 or 12 digits.
    #[error("an identity number has 9 or 12 digits")]
    Identity,
    /// Not 8 to 12 digits.
    #[error("a telephone number has 8 to 12 digits")]
    Phone,
}

impl IdentityNumber {
    /// Reads a number typed with or without blanks and dots.
    ///
    /// # Errors
    /// When it is not 9 or 12 digits.
    pub fn parse(raw: &str) -> Result<Self, NumberError> {
        let digits = without_separators(raw);
        let right = digits.bytes().all(|b| b.is_ascii_digit()) && matches!(digits.len(), 9 | 12);
        if right { Ok(Self(digits)) } else { Err(NumberError::Identity) }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Phone {
    /// Reads a number typed with or without blanks, dots and dashes.
    ///
    /// # Errors
    /// When it is not 8 to 12 digits.
    pub fn parse(raw: &str) -> Result<Self, NumberError> {
        let number = without_separators(raw);
        let digits = number.strip_prefix('+').unwrap_or(&number);
        let right = digits.bytes().all(|b| b.is_ascii_digit()) && (8..=12).contains(&digits.len());
        if right { Ok(Self(number)) } else { Err(NumberError::Phone) }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn without_separators(raw: &str) -> String {
    raw.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')')).collect()
}

/// A name in the usual spelling: each word with a capital, whatever the case it was typed in.
///
/// Only a name typed wholly in capitals or wholly in small letters is respelled; mixed case is the typist's intent.
///
/// # Errors
/// When it is empty or longer than any name.
pub fn spell_name(raw: &str) -> Result<String, TextError> {
    let name = text::line(raw, NAME_MAX)?;
    let upper = name.to_uppercase() == name;
    let lower = name.to_lowercase() == name;
    if !(upper || lower) {
        return Ok(name);
    }
    let words: Vec<String> = name.split(' ').map(capitalised).collect();
    Ok(words.join(" "))
}

/// Longest name that the book holds, in characters.
pub const NAME_MAX: usize = 120;

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_text_and_keep_their_zeros() {
        assert_eq!(IdentityNumber::parse("052 099.000123").map(|n| n.0), Ok("052099000123".into()));
        assert_eq!(IdentityNumber::parse("211012345").map(|n| n.0), Ok("211012345".into()));
        assert_eq!(IdentityNumber::parse("1234567890"), Err(NumberError::Identity));
        assert_eq!(Phone::parse("0905-123 456").map(|n| n.0), Ok("0905123456".into()));
        assert_eq!(Phone::parse("không có"), Err(NumberError::Phone));
    }

    #[test]
    fn names_in_capitals_are_respelled_and_others_left() {
        assert_eq!(spell_name("TRẦN THỊ KIM OANH"), Ok("Trần Thị Kim Oanh".into()));
        assert_eq!(spell_name("đặng văn út"), Ok("Đặng Văn Út".into()));
        assert_eq!(spell_name("H'Nga Niê"), Ok("H'Nga Niê".into()));
    }
}
