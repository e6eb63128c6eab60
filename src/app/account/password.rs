//! Passwords: what is too easily guessed, hashing, comparing.
//!
//! Length and a deny-list, nothing else: rules of composition and expiry make people write passwords down. The list is
//! data (`assets/seed/passwords.txt`), compared folded. Called by the use cases of accounts and of sign-in.

use std::collections::HashSet;
use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use data_encoding::BASE32_NOPAD;

use crate::app::error::{AppError, Weakness};
use crate::domain::text;

/// Fewest characters of a password.
pub const PASSWORD_MIN: usize = 10;
/// Shorter names are parts of ordinary words.
const NAME_MIN: usize = 4;
/// Digits alone are a birthday or a telephone number, unless there are so many.
const DIGITS_MIN: usize = 20;
/// A password of fewer different letters is one thing repeated.
const FEWEST_LETTERS: usize = 4;

const COMMON: &str = include_str!("../../../assets/seed/passwords.txt");

/// A hash that no password fits: whoever gives a wrong name waits as long as with a wrong password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The entries of the list, as passwords are compared with them.
static LIST: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = COMMON.lines().filter(|line| !line.starts_with('#'));
    lines.map(squeezed).filter(|entry| !entry.is_empty()).collect()
});

/// The hash of a password that is not too easily guessed; `names` are those of the account, the person and the office.
pub(in crate::app) fn checked_hash(typed: &str, names: &[&str]) -> Result<String, AppError> {
    match weakness(typed, names) {
        Some(weakness) => Err(crate::app::error::Refused::WeakPassword(weakness).into()),
        None => hash(typed),
    }
}

fn hash(password: &str) -> Result<String, AppError> {
    let hash = Argon2::default().hash_password(text::nfc(password).as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| AppError::Internal(error.to_string()))
}

/// Whether a password is the one of this hash; of `None` it never is, and costs the same time.
pub(in crate::app) fn fits(hash: Option<&str>, typed: &str) -> Result<bool, AppError> {
    let parsed = PasswordHash::new(hash.unwrap_or(NOBODY));
    let parsed = parsed.map_err(|error| AppError::Internal(error.to_string()))?;
    let verified = Argon2::default().verify_password(text::nfc(typed).as_bytes(), &parsed);
    Ok(verified.is_ok() && hash.is_some())
}

/// A password that a person can read out: 20 letters and digits in groups, 100 random bits.
pub fn random_password() -> Result<String, AppError> {
    let mut bytes = [0; 13];
    getrandom::fill(&mut bytes).map_err(|error| AppError::Internal(error.to_string()))?;
    let letters = BASE32_NOPAD.encode(&bytes).to_lowercase();
    Ok(grouped(letters.get(..20).unwrap_or_default(), 5))
}

/// Letters in groups, with a hyphen between.
pub(super) fn grouped(letters: &str, size: usize) -> String {
    let letters: Vec<char> = letters.chars().collect();
    letters.chunks(size).map(String::from_iter).collect::<Vec<_>>().join("-")
}

fn weakness(typed: &str, names: &[&str]) -> Option<Weakness> {
    let password = text::nfc(typed);
    if password.chars().count() < PASSWORD_MIN {
        return Some(Weakness::TooShort);
    }
    let letters = squeezed(&password);
    if is_common(&letters) || is_monotonous(&letters) {
        return Some(Weakness::Common);
    }
    let mut names = names.iter().map(|name| squeezed(name));
    let has_name = names.any(|name| name.chars().count() >= NAME_MIN && letters.contains(&name));
    has_name.then_some(Weakness::Name)
}

/// Letters and digits only, folded: "Mật khẩu 1" and "matkhau1" are one password to who guesses.
fn squeezed(typed: &str) -> String {
    text::fold(typed).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// On the list as it stands, or with digits before or after it, or twice; or digits alone.
fn is_common(letters: &str) -> bool {
    let core = letters.trim_matches(|c: char| c.is_ascii_digit());
    if core.is_empty() {
        return letters.len() < DIGITS_MIN;
    }
    let halves = core.is_char_boundary(core.len() / 2).then(|| core.split_at(core.len() / 2));
    let half = halves.filter(|(first, second)| first == second).map(|(first, _)| first);
    [Some(letters), Some(core), half].into_iter().flatten().any(|part| LIST.contains(part))
}

/// "aaaaaaaaaa", "1212121212", "0123456789", "jihgfedcba".
fn is_monotonous(letters: &str) -> bool {
    let all: Vec<u32> = letters.chars().map(u32::from).collect();
    let different: HashSet<&u32> = all.iter().collect();
    let follows =
        |step: i64| all.windows(2).all(|pair| i64::from(pair[1]) - i64::from(pair[0]) == step);
    different.len() < FEWEST_LETTERS || follows(1) || follows(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[&str] = &["hung.tnmt", "Lê Văn Hùng", "UBND thành phố Quy Nhơn", "An"];

    #[test]
    fn what_is_guessed_first_is_refused_and_a_short_sentence_is_not() {
        let cases = [
            ("ngắn", Some(Weakness::TooShort)),
            ("ƠƯƠƯƠƯƠƯƠ", Some(Weakness::TooShort)),
            ("123456789", Some(Weakness::TooShort)),
            ("1234567890", Some(Weakness::Common)),
            ("0905 123 456", Some(Weakness::Common)),
            ("9876543210", Some(Weakness::Common)),
            ("aaaaaaaaaaaa", Some(Weakness::Common)),
            ("121212121212", Some(Weakness::Common)),
            ("matkhau2026", Some(Weakness::Common)),
            ("Mật khẩu 2026!", Some(Weakness::Common)),
            ("P@ssword1234", None),
            ("Password1234", Some(Weakness::Common)),
            ("passwordpassword", Some(Weakness::Common)),
            ("quynhon@2018", Some(Weakness::Common)),
            ("Quy Nhơn 2018", Some(Weakness::Common)),
            ("anh yêu em 123", Some(Weakness::Common)),
            ("qwertyuiop12", Some(Weakness::Common)),
            ("hung.tnmt@nha", Some(Weakness::Name)),
            ("tôi là Lê Văn Hùng", Some(Weakness::Name)),
            ("UBND thành phố Quy Nhơn 9", Some(Weakness::Name)),
            ("con mèo leo cây cau", None),
            ("hỏi thăm chú chuột", None),
            ("an nhàn mỗi sớm mai", None),
        ];
        for (typed, expected) in cases {
            assert_eq!(weakness(typed, NAMES), expected, "{typed}");
        }
    }

    #[test]
    fn the_list_is_read_and_refuses_each_of_its_lines() {
        assert!(LIST.len() > 300, "{} entries", LIST.len());
        for entry in LIST.iter().filter(|entry| entry.chars().count() >= PASSWORD_MIN) {
            assert_eq!(weakness(entry, &[]), Some(Weakness::Common), "{entry}");
        }
    }

    #[test]
    fn a_password_fits_however_its_marks_are_composed_and_nobodys_never() {
        let hash = hash("con mèo leo cây cau").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(fits(Some(&hash), "con me\u{300}o leo ca\u{302}y cau").unwrap());
        assert!(!fits(Some(&hash), "con meo leo cay cau").unwrap());
        assert!(!fits(None, "con mèo leo cây cau").unwrap());
    }

    #[test]
    fn random_passwords_are_read_out_in_groups_and_differ() {
        let one = random_password().unwrap();
        assert_eq!(one.split('-').map(str::len).collect::<Vec<_>>(), [5; 4]);
        assert_ne!(one, random_password().unwrap());
        assert_eq!(weakness(&one, NAMES), None);
    }
}
