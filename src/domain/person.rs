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
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ProtectedSender {
    /// Who it is; `None` where only traces of an anonymous sender are known.
    pub petitioner: Option<Petitioner>,
    /// What a past book says of the sender and no field holds: a second telephone, co-signers.
    pub note: Option<String>,
    /// What corrections replaced, the oldest first.
    pub kept: Vec<Kept>,
}

impl ProtectedSender {
    /// Whether nothing is known.
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }
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

    /// As it is dialled within the country: `+84 905…` and `0905…` are one.
    fn domestic(&self) -> String {
        self.0.strip_prefix("+84").map_or_else(|| self.0.clone(), |rest| format!("0{rest}"))
    }
}

/// What a sender is recognised by, exactly: for keyed matching of those who are protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// The whole name, folded.
    Name(String),
    /// The identity number.
    Number(String),
    /// The telephone number, as it is dialled within the country.
    Phone(String),
}

impl Mark {
    /// The marks that a typed text can mean as a whole.
    pub fn of_text(typed: &str) -> Vec<Self> {
        let number = IdentityNumber::parse(typed).ok().map(|number| Self::Number(number.0));
        let phone = Phone::parse(typed).ok().map(|phone| Self::Phone(phone.domestic()));
        Self::of_name(typed).into_iter().chain(number).chain(phone).collect()
    }

    fn of_name(name: &str) -> Option<Self> {
        let words = text::folded_words(name);
        (!words.is_empty()).then(|| Self::Name(words.join(" ")))
    }
}

impl Petitioner {
    /// What they are recognised by.
    pub fn marks(&self) -> Vec<Mark> {
        let number = self.identity_number.as_ref().map(|number| Mark::Number(number.0.clone()));
        let phone = self.phone.as_ref().map(|phone| Mark::Phone(phone.domestic()));
        Mark::of_name(&self.name).into_iter().chain(number).chain(phone).collect()
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
    fn a_sender_is_recognised_however_it_was_typed() {
        let person = Petitioner {
            name: "Quách Thị Bí Mật".into(),
            address: None,
            ward: None,
            identity_number: IdentityNumber::parse("052184001234").ok(),
            phone: Phone::parse("+84905123456").ok(),
        };
        let typed = ["quach  thi bi mat", "052 184 001 234", "0905.123.456"];
        for (typed, mark) in typed.into_iter().zip(person.marks()) {
            assert!(Mark::of_text(typed).contains(&mark), "{typed}");
        }
        assert!(!Mark::of_text("quach thi bi").contains(&person.marks()[0]), "the whole name only");
        assert!(Mark::of_text(" . ").is_empty());
    }

    #[test]
    fn names_in_capitals_are_respelled_and_others_left() {
        assert_eq!(spell_name("TRẦN THỊ KIM OANH"), Ok("Trần Thị Kim Oanh".into()));
        assert_eq!(spell_name("đặng văn út"), Ok("Đặng Văn Út".into()));
        assert_eq!(spell_name("H'Nga Niê"), Ok("H'Nga Niê".into()));
    }
}
