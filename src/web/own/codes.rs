//! `/tai-khoan/ma-xac-nhan`: one-time codes are set up, turned off, and their recovery codes renewed.
//!
//! The key is shown as a picture to be photographed, as letters and as a link; the first code confirms that the device has
//! it. Recovery codes are shown in the one answer that makes them and never again.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Deserialize;

use super::again;
use crate::app::account::{self, ShownKey};
use crate::app::session::Visitor;
use crate::web::error::PageResult;
use crate::web::extract::{Form, Own};
use crate::web::form::{FieldErrors, blocking, hashing};
use crate::web::page::html;
use crate::web::{Shared, asset};

/// White around the picture, in its squares: devices need four.
const QUIET: i32 = 4;

#[derive(Template)]
#[template(path = "own/codes.html", config = "assets/askama.toml")]
struct SetUpPage {
    style: String,
    icon: String,
    is_required: bool,
    key: ShownKey,
    picture: Option<Picture>,
    errors: FieldErrors,
}

/// The link as black squares.
struct Picture {
    side: i32,
    squares: String,
}

#[derive(Template)]
#[template(path = "own/recovery.html", config = "assets/askama.toml")]
struct RecoveryPage {
    style: String,
    icon: String,
    user_name: String,
    codes: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct CodesForm {
    mat_khau_cu: String,
    ma: String,
}

pub(in crate::web) async fn show(State(app): State<Shared>, own: Own) -> PageResult {
    html(&set_up_page(&app, own.visitor, FieldErrors::default()).await?)
}

pub(in crate::web) async fn turn_on(
    State(app): State<Shared>,
    own: Own,
    Form(form): Form<CodesForm>,
) -> PageResult {
    let (by, first) = (own.confirmed(form.mat_khau_cu), form.ma);
    match hashing(&app, move |app| account::turn_codes_on(app, &by, &first)).await {
        Ok(codes) => recovery_page(&app, own.visitor, codes).await,
        Err(error) => {
            let errors = FieldErrors::of_refusal(error, "ma")?;
            let page = html(&set_up_page(&app, own.visitor, errors).await?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

pub(in crate::web) async fn turn_off(
    State(app): State<Shared>,
    own: Own,
    Form(form): Form<CodesForm>,
) -> PageResult {
    let by = own.confirmed(form.mat_khau_cu);
    match hashing(&app, move |app| account::turn_codes_off(app, &by)).await {
        Ok(()) => Ok(Redirect::to("/tai-khoan?da=tat-ma").into_response()),
        Err(error) => again(&app, own, FieldErrors::of_refusal(error, "ma")?, "tat-ma").await,
    }
}

pub(in crate::web) async fn renew(
    State(app): State<Shared>,
    own: Own,
    Form(form): Form<CodesForm>,
) -> PageResult {
    let by = own.confirmed(form.mat_khau_cu);
    match hashing(&app, move |app| account::renew_recovery(app, &by)).await {
        Ok(codes) => recovery_page(&app, own.visitor, codes).await,
        Err(error) => again(&app, own, FieldErrors::of_refusal(error, "ma")?, "du-phong").await,
    }
}

async fn set_up_page(app: &Shared, visitor: Visitor, errors: FieldErrors) -> PageResult<SetUpPage> {
    let is_required = visitor.must_set_up_codes;
    let key = blocking(app, move |app| account::key_to_set_up(app, &visitor)).await?;
    Ok(SetUpPage {
        style: asset::address("app.css"),
        icon: asset::address("icon.svg"),
        is_required,
        picture: picture(&key.link),
        key,
        errors,
    })
}

async fn recovery_page(app: &Shared, visitor: Visitor, codes: Vec<String>) -> PageResult {
    let account = blocking(app, move |app| account::own(app, &visitor)).await?;
    html(&RecoveryPage {
        style: asset::address("app.css"),
        icon: asset::address("icon.svg"),
        user_name: account.user_name,
        codes,
    })
}

/// A name may be too long for a picture; the letters are there in any case.
fn picture(link: &str) -> Option<Picture> {
    let code = QrCode::encode_text(link, QrCodeEcc::Medium).ok()?;
    let places = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
    let black = places.filter(|(x, y)| code.get_module(*x, *y));
    let squares = black.map(|(x, y)| format!("M{},{}h1v1h-1z", x + QUIET, y + QUIET));
    Some(Picture { side: code.size() + 2 * QUIET, squares: squares.collect() })
}
