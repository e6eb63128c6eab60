//! What a person does with their own account: another password, one-time codes on and off.
//!
//! Each asks for the password again, so that an open browser is not enough, under the same limit as sign-in. Each ends the
//! person's other sessions. Called by `/tai-khoan`.

use super::codes::{self, ShownKey};
use super::password;
use crate::app::App;
use crate::app::error::{AppError, Refused};
use crate::app::session::{self, Caller, Visitor};
use crate::domain::journal::{AccountAct, Act};
use crate::store::account::{Account, CodeKey};

/// Who changes something of their own, from where, and the password that they confirm it with.
#[derive(Debug, Clone)]
pub struct Confirmed {
    /// The person and their session.
    pub visitor: Visitor,
    /// From where.
    pub caller: Caller,
    /// The password as typed.
    pub password: String,
}

/// The account of who is signed in.
pub fn own(app: &App, visitor: &Visitor) -> Result<Account, AppError> {
    app.store.read()?.account(visitor.actor.account)?.ok_or(AppError::NotFound)
}

/// Changes one's own password.
pub fn change_password(app: &App, by: &Confirmed, new: &str) -> Result<(), AppError> {
    let account = confirm(app, by)?;
    let office = app.office();
    let names = [account.user_name.as_str(), &account.full_name, &office.name];
    let hash = password::checked_hash(new, &names)?;
    put(app, by, (&account, AccountAct::OwnPassword), |account| account.password_hash = hash)
}

/// The key to be set up on one's own device.
pub fn key_to_set_up(app: &App, visitor: &Visitor) -> Result<ShownKey, AppError> {
    let account = own(app, visitor)?;
    let secret = app.shown_keys.of(account.id, app.clock.now())?;
    Ok(codes::shown(&secret, &app.office().name, &account.user_name))
}

/// Turns one-time codes on with the first of them. Gives the recovery codes, which nobody sees again.
pub fn turn_codes_on(app: &App, by: &Confirmed, first: &str) -> Result<Vec<String>, AppError> {
    let account = confirm(app, by)?;
    let now = app.clock.now();
    let secret = app.shown_keys.of(account.id, now)?;
    let step = codes::first_step(&secret, first, now)?;
    let last_step = step.ok_or(Refused::WrongCode)?;
    let (shown, recovery) = codes::recovery()?;
    put(app, by, (&account, AccountAct::CodesOn), |account| {
        account.codes = Some(CodeKey { secret, last_step, recovery });
    })?;
    app.shown_keys.forget(account.id);
    Ok(shown)
}

/// Turns one-time codes off.
pub fn turn_codes_off(app: &App, by: &Confirmed) -> Result<(), AppError> {
    let account = confirm(app, by)?;
    put(app, by, (&account, AccountAct::CodesOff), |account| account.codes = None)
}

/// New recovery codes; the old ones are void.
pub fn renew_recovery(app: &App, by: &Confirmed) -> Result<Vec<String>, AppError> {
    let account = confirm(app, by)?;
    let (shown, recovery) = codes::recovery()?;
    put(app, by, (&account, AccountAct::RecoveryRenewed), |account| {
        if let Some(codes) = &mut account.codes {
            codes.recovery = recovery;
        }
    })?;
    Ok(shown)
}

/// The account as it is, if the password fits.
fn confirm(app: &App, by: &Confirmed) -> Result<Account, AppError> {
    let account = own(app, &by.visitor)?;
    let now = app.clock.now();
    let attempt = session::knock(app, &account.user_name, &by.caller)?;
    if !password::fits(Some(&account.password_hash), &by.password)? {
        return Err(Refused::WrongPassword.into());
    }
    app.tries.succeeded(&attempt, now);
    Ok(account)
}

/// Writes a change of what was confirmed, unless the account is another one by now; the other sessions end.
fn put(
    app: &App,
    by: &Confirmed,
    (confirmed, what): (&Account, AccountAct),
    change: impl FnOnce(&mut Account),
) -> Result<(), AppError> {
    let key = by.visitor.key.as_slice();
    app.store.write(|tx| {
        let stored = tx
            .account(confirmed.id)?
            .filter(|stored| stored.is_active && stored.password_hash == confirmed.password_hash);
        let mut account = stored.ok_or(AppError::from(Refused::WrongPassword))?;
        change(&mut account);
        tx.put_account(&account)?;
        let act = Act::Account { account: account.id, what };
        tx.journal(&app.entry(Some(&by.visitor.actor), act))?;
        tx.end_sessions_of(account.id, Some(key))?;
        Ok::<_, AppError>(())
    })?;
    app.unwritten.end_all(confirmed.id, Some(key));
    Ok(())
}
