//! One-time codes (TOTP, RFC 6238) and the recovery codes that stand in for a lost telephone.
//!
//! Invariant: a code is taken once: its step, or its recovery code, is used up in the transaction that takes it. Codes are
//! SHA-1, six digits, thirty seconds, one step of tolerance each way, which is what all devices know. Recovery codes are
//! 80 random bits, so that their SHA-256 can't be guessed back and needs no slow hash. Called by sign-in and one's own page.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, FixedOffset, TimeDelta};
use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Totp};

use super::password::grouped;
use crate::app::error::AppError;
use crate::domain::id::AccountId;
use crate::store::account::CodeKey;

/// Length of a key: that of the hash, as the RFC recommends.
const SECRET_BYTES: usize = 20;
/// Recovery codes that a person gets.
const RECOVERY_CODES: usize = 10;
/// Bytes of a recovery code.
const RECOVERY_BYTES: usize = 10;
/// A key that was shown and not confirmed for so long is not confirmed any more.
const SHOWN_FOR: TimeDelta = Duration::minutes(30);

/// What a typed code uses up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Used {
    /// The code of a step.
    Step(u64),
    /// A recovery code.
    Recovery([u8; 32]),
}

/// What a typed code is, if it is good and none of a step up to `floor`.
pub(in crate::app) fn read(
    key: &CodeKey,
    typed: &str,
    now: DateTime<FixedOffset>,
    floor: u64,
) -> Result<Option<Used>, AppError> {
    let typed: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    let digest = recovery_digest(&typed);
    if key.recovery.contains(&digest) {
        return Ok(Some(Used::Recovery(digest)));
    }
    let step = totp(&key.secret)?.check(&typed, seconds(now));
    Ok(step.filter(|step| *step > key.last_step.max(floor)).map(Used::Step))
}

/// Uses a code up; whether it was still good.
pub(in crate::app) fn use_up(key: &mut CodeKey, used: Used) -> bool {
    match used {
        Used::Step(step) => {
            let is_new = step > key.last_step;
            key.last_step = key.last_step.max(step);
            is_new
        }
        Used::Recovery(digest) => {
            let before = key.recovery.len();
            key.recovery.retain(|one| *one != digest);
            key.recovery.len() < before
        }
    }
}

/// A key as a device has to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownKey {
    /// The key in letters, in groups.
    pub text: String,
    /// The same for the device to read: `otpauth://…`.
    pub link: String,
}

/// Keys that are shown on the page of their person and wait for the first code. One at most for each account.
#[derive(Default)]
pub struct ShownKeys(Mutex<HashMap<AccountId, Shown>>);

/// A key, and since when it is shown.
type Shown = (Vec<u8>, DateTime<FixedOffset>);

impl ShownKeys {
    /// The key that an account is shown: the same again until it is confirmed or too old.
    pub(super) fn of(
        &self,
        account: AccountId,
        now: DateTime<FixedOffset>,
    ) -> Result<Vec<u8>, AppError> {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((secret, shown_at)) = keys.get(&account)
            && now - *shown_at < SHOWN_FOR
        {
            return Ok(secret.clone());
        }
        let mut secret = vec![0; SECRET_BYTES];
        fill(&mut secret)?;
        keys.insert(account, (secret.clone(), now));
        Ok(secret)
    }

    /// Forgets the key of an account.
    pub(super) fn forget(&self, account: AccountId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&account);
    }
}

/// How a key is shown. `office` and `user_name` are what the device lists it under.
pub(super) fn shown(secret: &[u8], office: &str, user_name: &str) -> ShownKey {
    let letters = BASE32_NOPAD.encode(secret);
    let (issuer, name) = (percent(office), percent(user_name));
    ShownKey {
        link: format!("otpauth://totp/{issuer}:{name}?secret={letters}&issuer={issuer}"),
        text: grouped(&letters, 4),
    }
}

/// The step of a first code that fits a key.
pub(super) fn first_step(
    secret: &[u8],
    typed: &str,
    now: DateTime<FixedOffset>,
) -> Result<Option<u64>, AppError> {
    let typed: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    Ok(totp(secret)?.check(&typed, seconds(now)))
}

/// New recovery codes as they are shown, once, and as they are stored.
pub(super) fn recovery() -> Result<(Vec<String>, Vec<[u8; 32]>), AppError> {
    let mut bytes = [0; RECOVERY_CODES * RECOVERY_BYTES];
    fill(&mut bytes)?;
    let letters = bytes.chunks(RECOVERY_BYTES).map(|code| BASE32_NOPAD.encode(code).to_lowercase());
    let letters: Vec<String> = letters.collect();
    let digests = letters.iter().map(|code| recovery_digest(code)).collect();
    Ok((letters.iter().map(|code| grouped(code, 4)).collect(), digests))
}

fn recovery_digest(letters: &str) -> [u8; 32] {
    Sha256::digest(letters.to_ascii_lowercase().as_bytes()).into()
}

fn totp(secret: &[u8]) -> Result<Totp, AppError> {
    let built = Builder::new().with_secret(secret.to_vec()).build();
    built.map_err(|error| AppError::Internal(error.to_string()))
}

fn seconds(now: DateTime<FixedOffset>) -> u64 {
    u64::try_from(now.timestamp()).unwrap_or_default()
}

fn fill(bytes: &mut [u8]) -> Result<(), AppError> {
    getrandom::fill(bytes).map_err(|error| AppError::Internal(error.to_string()))
}

/// A name inside a link: everything but letters and digits is escaped.
fn percent(name: &str) -> String {
    let escaped = name.bytes().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    escaped.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::OFFICE_ZONE;

    fn at(seconds: i64) -> DateTime<FixedOffset> {
        DateTime::from_timestamp(seconds, 0).unwrap().with_timezone(&OFFICE_ZONE)
    }

    fn key() -> CodeKey {
        CodeKey { secret: b"12345678901234567890".to_vec(), last_step: 0, recovery: Vec::new() }
    }

    /// The values of RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let step = u64::try_from(seconds).unwrap() / 30;
            assert_eq!(
                read(&key(), code, at(seconds), 0).unwrap(),
                Some(Used::Step(step)),
                "{code}"
            );
            let spaced = format!(" {} {}", &code[..3], &code[3..]);
            assert_eq!(read(&key(), &spaced, at(seconds + 30), 0).unwrap(), Some(Used::Step(step)));
            assert_eq!(read(&key(), code, at(seconds + 90), 0).unwrap(), None, "too late");
            assert_eq!(read(&key(), code, at(seconds), step).unwrap(), None, "used on a full disk");
        }
        for wrong in ["", "28708", "2870820", "28708a", "२८७०८२"] {
            assert_eq!(read(&key(), wrong, at(59), 0).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn each_code_is_good_once() {
        let mut key = key();
        let used = read(&key, "287082", at(59), 0).unwrap().unwrap();
        assert!(use_up(&mut key, used) && !use_up(&mut key, used));
        assert_eq!(read(&key, "287082", at(60), 0).unwrap(), None);
        let (shown, stored) = recovery().unwrap();
        assert_eq!((shown.len(), stored.len()), (10, 10));
        key.recovery = stored;
        let typed = shown[3].replace('-', " ").to_uppercase();
        let used = read(&key, &typed, at(60), 0).unwrap().unwrap();
        assert!(use_up(&mut key, used) && !use_up(&mut key, used));
        assert_eq!(read(&key, &typed, at(60), 0).unwrap(), None);
        assert_eq!(key.recovery.len(), 9);
    }

    #[test]
    fn a_key_is_shown_as_devices_read_it() {
        let shown = shown(b"12345678901234567890", "UBND Quy Nhơn", "tp/mai");
        assert_eq!(shown.text, "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ");
        assert_eq!(
            shown.link,
            "otpauth://totp/UBND%20Quy%20Nh%C6%A1n:tp%2Fmai?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=UBND%20Quy%20Nh%C6%A1n"
        );
    }

    #[test]
    fn the_same_key_is_shown_until_it_is_too_old() {
        let keys = ShownKeys::default();
        let first = keys.of(AccountId(1), at(0)).unwrap();
        assert_eq!(keys.of(AccountId(1), at(1799)).unwrap(), first);
        assert_ne!(keys.of(AccountId(2), at(0)).unwrap(), first);
        assert_ne!(keys.of(AccountId(1), at(1800)).unwrap(), first);
    }
}
