//! `/tai-khoan`: one's own posts, password, one-time codes and sessions.
//!
//! What changes how one signs in asks for the password once more. Setting up one-time codes has a page of its own
//! (`own::codes`), the only one that a person reaches who must have them and has none.

pub(super) mod codes;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use chrono::NaiveDate;
use serde::Deserialize;

use super::error::PageResult;
use super::extract::{Form, Own, Query};
use super::form::{FieldErrors, blocking, hashing};
use super::page::{Frame, Place, html};
use super::{Shared, filters};
use crate::app::App;
use crate::app::account::{self, PASSWORD_MIN};
use crate::app::error::AppError;
use crate::app::session::{self, OwnSession, Visitor};
use crate::label;

#[derive(Template)]
#[template(path = "own/account.html", config = "assets/askama.toml")]
struct OwnPage {
    frame: Frame,
    user_name: String,
    posts: Vec<PostLine>,
    sessions: Vec<SessionLine>,
    has_codes: bool,
    recovery_left: usize,
    password_min: usize,
    done: &'static str,
    errors: FieldErrors,
    /// Which form was sent and refused.
    asked: &'static str,
}

struct PostLine {
    words: String,
    from: NaiveDate,
    until: Option<NaiveDate>,
}

struct SessionLine {
    name: String,
    began: String,
    seen: String,
    from: String,
    is_this: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    da: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PasswordForm {
    #[serde(rename = "mat_khau_cu")]
    old: String,
    #[serde(rename = "mat_khau")]
    new: String,
    #[serde(rename = "mat_khau_lai")]
    again: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SessionForm {
    phien: String,
    khac: String,
}

pub(super) async fn show(
    State(app): State<Shared>,
    Own { visitor, .. }: Own,
    Query(done): Query<Done>,
) -> PageResult {
    let words = match done.da.as_str() {
        "mat-khau" => "Đã đổi mật khẩu; các phiên khác đã kết thúc.",
        "phien" => "Đã kết thúc.",
        "tat-ma" => "Đã tắt mã xác nhận; các phiên khác đã kết thúc.",
        _ => "",
    };
    let page = blocking(&app, move |app| page(app, &visitor)).await?;
    html(&OwnPage { done: words, ..page })
}

pub(super) async fn change_password(
    State(app): State<Shared>,
    own: Own,
    Form(form): Form<PasswordForm>,
) -> PageResult {
    if form.new != form.again {
        let mut errors = FieldErrors::default();
        errors.add("mat_khau_lai", "Hai lần nhập không giống nhau.");
        return again(&app, own, errors, "mat-khau").await;
    }
    let (by, new) = (own.confirmed(form.old), form.new);
    match hashing(&app, move |app| account::change_password(app, &by, &new)).await {
        Ok(()) => Ok(Redirect::to("/tai-khoan?da=mat-khau").into_response()),
        Err(error) => {
            let errors = FieldErrors::of_refusal(error, "mat_khau")?;
            again(&app, own, errors, "mat-khau").await
        }
    }
}

/// Ends one of one's own sessions, or all the others.
pub(super) async fn end_sessions(
    State(app): State<Shared>,
    Own { visitor, .. }: Own,
    Form(form): Form<SessionForm>,
) -> PageResult {
    blocking(&app, move |app| {
        if form.khac.is_empty() {
            session::end_own(app, &visitor, &form.phien)
        } else {
            session::end_others(app, &visitor)
        }
    })
    .await?;
    Ok(Redirect::to("/tai-khoan?da=phien").into_response())
}

/// The page with what was refused beside its field; passwords are typed again.
async fn again(app: &Shared, own: Own, errors: FieldErrors, asked: &'static str) -> PageResult {
    let page = blocking(app, move |app| page(app, &own.visitor)).await?;
    let page = html(&OwnPage { errors, asked, ..page })?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn page(app: &App, visitor: &Visitor) -> Result<OwnPage, AppError> {
    let (account, office) = (account::own(app, visitor)?, app.office());
    let today = app.clock.today();
    let posts = account.posts.all().iter().filter(|one| !one.is_over(today));
    let posts = posts.map(|one| PostLine {
        words: label::tenure(one, &office),
        from: one.from,
        until: one.until,
    });
    Ok(OwnPage {
        frame: Frame::new(app, &visitor.actor, Place::OwnAccount)?,
        posts: posts.collect(),
        sessions: session::own(app, visitor)?.into_iter().map(session_line).collect(),
        has_codes: account.codes.is_some(),
        recovery_left: account.codes.as_ref().map_or(0, |codes| codes.recovery.len()),
        user_name: account.user_name,
        password_min: PASSWORD_MIN,
        done: "",
        errors: FieldErrors::default(),
        asked: "",
    })
}

fn session_line(own: OwnSession) -> SessionLine {
    let session = own.session;
    let address = session.address.map(|address| address.to_string()).unwrap_or_default();
    let known = [session.browser, address].into_iter().filter(|part| !part.is_empty());
    SessionLine {
        name: own.name,
        began: label::moment(session.began_at),
        seen: label::moment(session.seen_at),
        from: known.collect::<Vec<_>>().join(", "),
        is_this: own.is_this,
    }
}
