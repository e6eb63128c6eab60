//! The one-time link of the first start: it names the office and makes its first administrator.
//!
//! Invariant: the link is good once, and only while nobody has an account. Called by `donthu serve` and `/khoi-tao`.

use subtle::ConstantTimeEq;

use super::{digest, new_token};
use crate::app::account::{self, NewAccount};
use crate::app::error::{AppError, Refused};
use crate::app::{App, settings};
use crate::domain::journal::{AccountAct, Act, ClientPlace, Entry, Who};
use crate::domain::permission::{Post, Role};
use crate::domain::text;

/// A fresh one-time key for the first administrator; `None` when there are accounts already.
pub fn open_setup(app: &App) -> Result<Option<String>, AppError> {
    if app.store.read()?.has_accounts()? {
        return Ok(None);
    }
    let (key, digest) = new_token()?;
    app.store.write(|tx| tx.set_setup_key(Some(&digest)))?;
    Ok(Some(key))
}

/// Whether the one-time key is the one that was printed, and nobody has an account yet.
pub fn setup_is_open(app: &App, key: &str) -> Result<bool, AppError> {
    let snapshot = app.store.read()?;
    if snapshot.has_accounts()? {
        return Ok(false);
    }
    let expected = snapshot.setup_key()?;
    Ok(expected.is_some_and(|expected| bool::from(expected.ct_eq(&digest(key)))))
}

/// Names the office and makes its first administrator; the key is used up. `from` is the client's address, for the journal.
pub fn set_up(
    app: &App,
    key: &str,
    office_name: &str,
    administrator: FirstAdministrator,
    from: Option<ClientPlace>,
) -> Result<(), AppError> {
    if !setup_is_open(app, key)? {
        return Err(Refused::SetupClosed.into());
    }
    let office =
        text::line(office_name, settings::OFFICE_NAME_MAX).map_err(|_| Refused::BadText)?;
    let post = Post { role: Role::Administrator, unit: None };
    let new = NewAccount {
        user_name: administrator.user_name,
        full_name: administrator.full_name,
        password: administrator.password,
        posts: vec![post.since(app.clock.today())],
    };
    let account = account::checked(new, &office)?;
    app.store.write(|tx| {
        // The link opened in two windows makes one administrator.
        if tx.has_accounts()? {
            return Err(AppError::from(Refused::SetupClosed));
        }
        tx.set_office_name(&office)?;
        tx.set_setup_key(None)?;
        let account = account::insert(tx, account)?;
        let act = Act::Account { account, what: AccountAct::MadeFirst };
        tx.journal(&Entry::new(app.clock.now(), Who::Account(account), from, act))?;
        Ok(())
    })?;
    app.reload_office()?;
    Ok(())
}

/// The first administrator, as typed.
#[derive(Debug, Clone)]
pub struct FirstAdministrator {
    /// Name to sign in with.
    pub user_name: String,
    /// Name on pages.
    pub full_name: String,
    /// Password.
    pub password: String,
}
