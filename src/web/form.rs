//! Forms and addresses: reading typed values, keeping what was typed, and errors beside their fields.

use std::collections::BTreeMap;

use tokio::sync::Semaphore;

use super::Shared;
use super::error::PageError;
use crate::app::App;
use crate::app::error::{AppError, Refused};
use crate::domain::permission::tenure::TenureFault;
use crate::label;

/// Runs a use case on a thread that may block.
pub(super) async fn blocking<T: Send + 'static>(
    app: &Shared,
    work: impl FnOnce(&App) -> Result<T, AppError> + Send + 'static,
) -> Result<T, PageError> {
    let app = Shared::clone(app);
    match tokio::task::spawn_blocking(move || work(&app)).await {
        Ok(result) => result.map_err(PageError::App),
        Err(error) => Err(AppError::Internal(error.to_string()).into()),
    }
}

/// Passwords that are hashed at once.
static HASHES: Semaphore = Semaphore::const_new(2);

/// Runs a use case that hashes a password: each costs 19 MiB by design, so that a crowd of them waits here, not on the
/// threads that answer pages.
pub(super) async fn hashing<T: Send + 'static>(
    app: &Shared,
    work: impl FnOnce(&App) -> Result<T, AppError> + Send + 'static,
) -> Result<T, PageError> {
    let _turn = HASHES.acquire().await.map_err(|error| AppError::Internal(error.to_string()))?;
    blocking(app, work).await
}

/// What is wrong with a form, by field.
#[derive(Debug, Default)]
pub(super) struct FieldErrors(BTreeMap<&'static str, String>);

impl FieldErrors {
    pub(super) fn add(&mut self, field: &'static str, message: impl Into<String>) {
        self.0.insert(field, message.into());
    }

    /// Puts a refusal beside the field that it is about; one that is about none is for a page of its own.
    ///
    /// `text` is the form's field of free text, which a use case only calls so.
    pub(super) fn refuse(&mut self, reason: Refused, text: &'static str) -> Result<(), PageError> {
        let Some(field) = field_of(&reason, text) else {
            return Err(AppError::from(reason).into());
        };
        self.add(field, label::refusal(&reason));
        Ok(())
    }

    /// What a use case refused, beside its field; any other error stays one.
    pub(super) fn of_refusal(error: PageError, text: &'static str) -> Result<Self, PageError> {
        let PageError::App(AppError::Refused(reason)) = error else { return Err(error) };
        let mut errors = Self::default();
        errors.refuse(reason, text)?;
        Ok(errors)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The message of a field; empty where it is right.
    pub(super) fn of(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }
}

/// The field of a form that a refusal is about.
fn field_of(reason: &Refused, text: &'static str) -> Option<&'static str> {
    match reason {
        Refused::UserNameTaken | Refused::BadUserName => Some("ten"),
        Refused::WeakPassword(_) => Some("mat_khau"),
        Refused::WrongPassword | Refused::TooManyTries(_) => Some("mat_khau_cu"),
        Refused::WrongCode => Some("ma"),
        Refused::Tenure(TenureFault::EndsBeforeStart | TenureFault::Ended(_)) => Some("den"),
        Refused::Tenure(TenureFault::BegunMeanwhile(_)) => Some("tu"),
        Refused::PostNeedsUnit | Refused::Unit(_) => Some("don_vi"),
        Refused::NoPost
        | Refused::LastAdministrator(_)
        | Refused::Tenure(TenureFault::HeldAlready(_) | TenureFault::NotHeld) => Some("vai_tro"),
        Refused::BadText | Refused::UnitNameTaken => Some(text),
        Refused::ImplausibleReceipt => Some("ngay_nhan"),
        Refused::FormUsed(_) => Some("khoa"),
        // Only what must be under seal is refused.
        Refused::Seal(_) => Some("loai"),
        Refused::CannotBeLetKnow => Some("nguoi"),
        Refused::WrongCredentials
        | Refused::NoPostToday
        | Refused::SignInLapsed
        | Refused::SetupClosed
        | Refused::CannotUndo(_)
        | Refused::RowNotWaiting
        | Refused::ByLaw(_)
        | Refused::FutureDay
        | Refused::NotAnOfficer
        | Refused::NoSuchPetition(_)
        | Refused::Untold
        | Refused::Correction(_)
        | Refused::Step(_) => None,
    }
}

/// A value for an address.
pub(super) fn encode(value: &str) -> String {
    let encoded = value.bytes().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    });
    encoded.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_for_addresses_are_encoded() {
        assert_eq!(encode("/don?q=đ &b"), "/don%3Fq%3D%C4%91%20%26b");
    }
}
