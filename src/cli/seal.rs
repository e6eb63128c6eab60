//! `donthu seal`: the keys of the seal, apart from the data folder.
//!
//! Carried out by the running server, which alone holds the store; paths are made whole here, where the person is.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::{Deserialize, Serialize};

use super::Data;
use super::console::Output;
use super::failure::Failure;
use crate::app::{App, identity};
use crate::exit::Exit;
use crate::label;

#[derive(Subcommand)]
pub(super) enum SealCli {
    /// Khóa đang ở đâu, niêm phong bao nhiêu danh tính
    #[command(after_help = "Ví dụ: donthu seal status --data /var/lib/donthu")]
    Status {
        #[command(flatten)]
        data: Data,
    },
    /// Làm khóa mới và niêm phong lại tất cả; bị ngắt giữa chừng thì chạy lại sẽ làm tiếp
    #[command(after_help = "Ví dụ: donthu seal rotate --data /var/lib/donthu")]
    Rotate {
        /// Đã mất tệp khóa: làm tệp mới, chấp nhận danh tính cũ không mở lại được
        #[arg(long)]
        without_old_key: bool,
        #[command(flatten)]
        data: Data,
    },
    /// Chép tệp khóa ra một tệp mới, để cất riêng với bản sao lưu dữ liệu
    #[command(
        after_help = "Ví dụ: donthu seal backup-key /media/usb/khoa-2026.key --data /var/lib/donthu"
    )]
    BackupKey {
        /// Tệp sẽ được tạo
        #[arg(value_name = "TỆP")]
        file: PathBuf,
        #[command(flatten)]
        data: Data,
    },
}

/// A command about the keys, as it reaches the server.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum SealCommand {
    Status,
    Rotate { without_old_key: bool },
    BackupKey { file: PathBuf },
}

impl SealCli {
    pub(super) fn request(self) -> Result<(Data, SealCommand), Failure> {
        Ok(match self {
            Self::Status { data } => (data, SealCommand::Status),
            Self::Rotate { without_old_key, data } => {
                (data, SealCommand::Rotate { without_old_key })
            }
            Self::BackupKey { file, data } => {
                (data, SealCommand::BackupKey { file: std::path::absolute(file)? })
            }
        })
    }
}

/// Carries a command out.
pub(super) fn execute(
    app: &App,
    command: SealCommand,
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    match command {
        SealCommand::Status => status(app, output),
        SealCommand::Rotate { without_old_key: true } => {
            let key = identity::start_keys_anew(app)?;
            writeln!(
                output.out,
                "Đã làm tệp khóa mới, khóa {key:08x}. Danh tính niêm phong bằng khóa đã mất không mở lại được."
            )?;
            remind(output)
        }
        SealCommand::Rotate { without_old_key: false } => {
            let mut lost = None;
            let rotated = identity::rotate_key(app, &mut |done, of| {
                let told = writeln!(output.remarks, "Đã niêm phong lại {done}/{of}…");
                lost = told.err();
            })?;
            if let Some(error) = lost {
                return Err(error.into());
            }
            let goes_on = if rotated.is_continued {
                "Đã làm tiếp lần đổi dở"
            } else {
                "Đã đổi khóa"
            };
            writeln!(
                output.out,
                "{goes_on}: khóa {:08x} niêm phong {} danh tính.",
                rotated.key,
                label::count(rotated.records)
            )?;
            remind(output)
        }
        SealCommand::BackupKey { file } => {
            refuse_beside_data(app, &file)?;
            identity::copy_keys(app, &file)?;
            writeln!(output.out, "Đã chép tệp khóa ra {}.", file.display())?;
            writeln!(
                output.remarks,
                "Cất riêng, đừng để chung với bản sao lưu dữ liệu: có cả hai là mở được mọi danh tính."
            )?;
            Ok(Exit::Success)
        }
    }
}

fn status(app: &App, output: &mut Output<'_>) -> Result<Exit, Failure> {
    let status = identity::key_status(app)?;
    writeln!(output.out, "Tệp khóa: {}", status.place.display())?;
    for key in &status.keys {
        let records = status.records.get(key).copied().unwrap_or_default();
        let is_newest = status.keys.last() == Some(key);
        let use_of = if is_newest { "đang niêm phong" } else { "chỉ để mở" };
        writeln!(output.out, "Khóa {key:08x}: {use_of}, {} danh tính", label::count(records))?;
    }
    let lost = status.records.iter().filter(|(key, _)| !status.keys.contains(key));
    let lost: u64 = lost.map(|(_, records)| records).sum();
    if lost > 0 {
        writeln!(output.out, "Không có khóa để mở: {} danh tính", label::count(lost))?;
    }
    if is_within(app.folder(), &status.place) {
        writeln!(
            output.remarks,
            "CẢNH BÁO: tệp khóa nằm trong thư mục dữ liệu, bản sao lưu sẽ mang theo khóa. Dời ra ngoài và chỉ chỗ bằng --seal-key."
        )?;
    }
    match status.fault {
        None if lost == 0 => Ok(Exit::Success),
        None => Ok(Exit::FaultsFound),
        Some(fault) => Err(Failure::new(Exit::FaultsFound, label::seal_fault(&fault))),
    }
}

fn remind(output: &mut Output<'_>) -> Result<Exit, Failure> {
    writeln!(output.remarks, "Sao lưu lại tệp khóa: donthu seal backup-key TỆP.")?;
    Ok(Exit::Success)
}

fn refuse_beside_data(app: &App, file: &Path) -> Result<(), Failure> {
    if is_within(app.folder(), file) {
        return Err(Failure::new(
            Exit::Refused,
            "không chép khóa vào thư mục dữ liệu: bản sao lưu của thư mục ấy sẽ mang theo khóa.",
        ));
    }
    Ok(())
}

/// Whether a file lies in a folder, whatever names lead there.
pub(super) fn is_within(folder: &Path, file: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().ok();
    let of_file = file.parent().and_then(whole);
    whole(folder).zip(of_file).is_some_and(|(folder, parent)| parent.starts_with(folder))
}
