//! Sign-in and sessions, and the one-time link of the first start.
//!
//! A token is 32 random bytes; the store keeps only its SHA-256.

mod unwritten;

use chrono::{Duration, TimeDelta};
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::account::{self, NewAccount};
use super::error::{AppError, Refused};
use super::{App, settings};
use crate::domain::journal::{AccountAct, Act, ClientPlace, Entry, Who};
use crate::domain::permission::{Actor, Post, Role};
use crate::domain::text;
use crate::store::account::Session;
use crate::store::error::StoreError;

/// A session not used for this long has ended.
pub const IDLE_LIMIT: TimeDelta = Duration::hours(4);
/// A session ends after this long, used or not: a working day.
pub const ABSOLUTE_LIMIT: TimeDelta = Duration::hours(12);
/// How precisely the last use is kept: not every click is a write.
const SEEN_PRECISION: TimeDelta = Duration::minutes(5);

pub use unwritten::Unwritten;

/// Signs in and gives the token for the cookie. On a full disk the session lives in memory.
///
/// `from` is the client's address, for the journal.
pub fn sign_in(
    app: &App,
    user_name: &str,
    password: &str,
    from: Option<ClientPlace>,
) -> Result<String, AppError> {
    let account = account::authenticated(app, user_name, password, from.as_ref())?;
    let (token, digest) = new_token()?;
    let now = app.clock.now();
    let session = Session { account: account.id, began_at: now, seen_at: now };
    let entry = Entry::new(now, Who::Account(account.id), from, Act::SignedIn);
    let written = app.store.write(|tx| {
        // Closed, or given another password, while this one was being checked.
        if tx.account(account.id)?.as_ref() != Some(&account) {
            return Err(AppError::from(Refused::WrongCredentials));
        }
        tx.end_sessions(None, now - IDLE_LIMIT)?;
        tx.put_session(&digest, &session)?;
        tx.journal(&entry)?;
        Ok(())
    });
    match written {
        Err(AppError::Store(StoreError::DiskFull)) => {
            app.unwritten.begin(digest, session, now - IDLE_LIMIT);
            app.put_off(entry);
        }
        written => written?,
    }
    Ok(token)
}

/// The signed-in person behind a token; `None` when the session is unknown or has ended.
pub fn actor(app: &App, token: &str) -> Result<Option<Actor>, AppError> {
    let key = digest(token);
    let snapshot = app.store.read()?;
    let unwritten = app.unwritten.find(&key);
    let is_written = unwritten.is_none();
    let stored = if is_written { snapshot.session(&key)? } else { unwritten };
    let Some(session) = stored.filter(|_| !app.unwritten.has_ended(&key)) else {
        return Ok(None);
    };
    let now = app.clock.now();
    if now - session.began_at > ABSOLUTE_LIMIT || now - session.seen_at > IDLE_LIMIT {
        return Ok(None);
    }
    let account = snapshot.account(session.account)?.filter(|account| account.is_active);
    if account.is_some() && now - session.seen_at > SEEN_PRECISION {
        drop(snapshot);
        app.unwritten.touch(&key, now);
        // Who may read goes on reading on a full disk: the session only ends the earlier.
        let kept = || app.store.write(|tx| tx.touch_session(&key, now));
        if is_written && let Err(error) = kept() {
            tracing::warn!(error = %error, "the last use of a session is not kept");
        }
    }
    Ok(account.map(|account| app.office().with_inherited(account.actor())))
}

/// Ends the session of a token.
pub fn sign_out(app: &App, token: &str, from: Option<ClientPlace>) -> Result<(), AppError> {
    let key = digest(token);
    let unwritten = app.unwritten.forget(&key);
    let is_written = unwritten.is_none();
    let session = if is_written { app.store.read()?.session(&key)? } else { unwritten };
    let Some(session) = session else { return Ok(()) };
    let entry = Entry::new(app.clock.now(), Who::Account(session.account), from, Act::SignedOut);
    let ended = app.store.write(|tx| {
        tx.end_session(&key)?;
        tx.journal(&entry)
    });
    match ended {
        Err(StoreError::DiskFull) => {
            if is_written {
                app.unwritten.end(key);
            }
            app.put_off(entry);
        }
        ended => ended?,
    }
    Ok(())
}

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

/// Names the office and makes its first administrator; the key is used up.
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
    let account = account::checked(NewAccount {
        user_name: administrator.user_name,
        full_name: administrator.full_name,
        password: administrator.password,
        posts: vec![Post { role: Role::Administrator, unit: None }],
    })?;
    app.store.write(|tx| {
        // The link opened in two windows makes one administrator.
        if tx.has_accounts()? {
            return Err(AppError::from(Refused::SetupClosed));
        }
        tx.set_office_name(&office)?;
        tx.set_setup_key(None)?;
        let account = account::insert(tx, account)?;
        let who = Who::Account(account);
        let act = Act::Account { account, what: AccountAct::MadeFirst };
        tx.journal(&Entry::new(app.clock.now(), who, from, act))?;
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

fn new_token() -> Result<(String, Vec<u8>), AppError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| AppError::Internal(error.to_string()))?;
    let token = BASE64URL_NOPAD.encode(&bytes);
    let digest = digest(&token);
    Ok((token, digest))
}

fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
