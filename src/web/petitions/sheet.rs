//! `/don.xlsx`: Excel of exactly the view in the address.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::app::sheet;
use crate::web::Shared;
use crate::web::error::PageResult;
use crate::web::extract::{Query, SignedIn};
use crate::web::form::blocking;
use crate::web::view::ListQuery;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Query(query): Query<ListQuery>,
) -> PageResult {
    let (bytes, day) = blocking(&app, move |app| {
        let bytes = sheet::write(app, &actor, &query.filter(), query.sort())?;
        Ok((bytes, app.clock.today()))
    })
    .await?;
    let name = format!("attachment; filename=\"don-{}.xlsx\"", day.format("%Y%m%d"));
    let response: Response =
        ([(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response();
    Ok(response)
}
