//! TLS 1.3 and 1.2 from a pair of PEM files, read again when they change; rustls is named only here.
//!
//! A new pair that can't be used leaves the old one in place and is logged: a renewal that goes wrong takes nobody's
//! connection. Which host names are ours is what the certificate says. Opened by the command line before anything is
//! served, followed by [`server`](super::server).

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum_server::tls_rustls::RustlsConfig;
use chrono::{DateTime, FixedOffset};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use thiserror::Error;
use tokio::signal::unix::{SignalKind, signal};
use webpki::{EndEntityCert, KeyUsage};

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_mins(1);
/// A certificate that ends within this time is spoken of at the start.
const SOON: Duration = Duration::from_hours(24 * 14);
/// Longest file of certificates or key, in bytes.
const FILE_BYTES: u64 = 1 << 20;

/// Why a pair of files can't be served with.
#[derive(Debug, Error)]
pub enum PairError {
    /// A file can't be read.
    #[error("{}: {error}", file.display())]
    Unreadable {
        /// Which.
        file: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// No certificate is in the file.
    #[error("no PEM certificate in {}", .0.display())]
    NoCertificate(PathBuf),
    /// No private key is in the file.
    #[error("no PEM private key in {}", .0.display())]
    NoKey(PathBuf),
    /// The key needs a password, which a server that starts by itself has nobody to ask for.
    #[error("the private key in {} is encrypted", .0.display())]
    EncryptedKey(PathBuf),
    /// The key belongs to another certificate.
    #[error("the private key is not the certificate's")]
    Mismatch,
    /// The library does not take it.
    #[error("{0}")]
    Rejected(String),
}

/// Something that browsers will mind, though the pair can be served with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The certificate has ended.
    Expired,
    /// The certificate has not begun yet.
    NotYet,
    /// The certificate ends within two weeks.
    EndsSoon,
    /// The certificate names no host.
    Nameless,
}

/// The pair in use.
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    config: RustlsConfig,
    leaf: RwLock<CertificateDer<'static>>,
    /// What the files looked like before they were read.
    first_seen: Stamp,
}

/// Modification time in seconds and nanoseconds, length and inode of both files.
type Stamp = [Option<(i64, i64, u64, u64)>; 2];

impl Tls {
    /// Reads the pair.
    ///
    /// # Errors
    /// When a file can't be read, or certificate and key can't be served with.
    pub fn open(certificate: &Path, key: &Path) -> Result<Self, PairError> {
        let first_seen = stamp(certificate, key);
        let (config, leaf) = load(certificate, key)?;
        Ok(Self {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
            config: RustlsConfig::from_config(config),
            leaf: RwLock::new(leaf),
            first_seen,
        })
    }

    /// What browsers will mind at this time.
    pub fn remark(&self, now: DateTime<FixedOffset>) -> Option<Remark> {
        let leaf = self.leaf();
        let leaf = EndEntityCert::try_from(&leaf).ok()?;
        let now = Duration::from_secs(u64::try_from(now.timestamp()).unwrap_or_default());
        match day_fault(&leaf, now) {
            Some(webpki::Error::CertExpired { .. }) => Some(Remark::Expired),
            Some(webpki::Error::CertNotValidYet { .. }) => Some(Remark::NotYet),
            _ if matches!(
                day_fault(&leaf, now + SOON),
                Some(webpki::Error::CertExpired { .. })
            ) =>
            {
                Some(Remark::EndsSoon)
            }
            _ => leaf.valid_dns_names().next().is_none().then_some(Remark::Nameless),
        }
    }

    /// The name by which a browser that asked for `host` reaches us: that one if it is in the certificate, else the
    /// first one that is. `None` when the certificate has none to offer.
    pub(super) fn name_for(&self, host: &str) -> Option<String> {
        let leaf = self.leaf();
        let leaf = EndEntityCert::try_from(&leaf).ok()?;
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let is_ours = ServerName::try_from(bare)
            .is_ok_and(|name| leaf.verify_is_valid_for_subject_name(&name).is_ok());
        if is_ours {
            return Some(host.to_owned());
        }
        leaf.valid_dns_names().find(|name| !name.starts_with('*')).map(str::to_owned)
    }

    /// What connections are accepted with; follows the files.
    pub(super) fn config(&self) -> RustlsConfig {
        self.config.clone()
    }

    /// Reads the files again when they have changed, or at SIGHUP.
    pub(super) async fn follow(self: Arc<Self>) {
        let mut seen = self.first_seen;
        let Ok(mut hangup) = signal(SignalKind::hangup()) else { return };
        loop {
            let is_asked = tokio::select! {
                _ = hangup.recv() => true,
                () = tokio::time::sleep(LOOK_EVERY) => false,
            };
            let tls = Arc::clone(&self);
            let read = move || tls.read_again(seen, is_asked);
            seen = tokio::task::spawn_blocking(read).await.unwrap_or(seen);
        }
    }

    fn read_again(&self, seen: Stamp, is_asked: bool) -> Stamp {
        let found = stamp(&self.certificate, &self.key);
        if found == seen && !is_asked {
            return seen;
        }
        match load(&self.certificate, &self.key) {
            Ok((config, leaf)) => {
                *self.leaf.write().unwrap_or_else(PoisonError::into_inner) = leaf;
                self.config.reload_from_config(config);
                tracing::info!("the certificate was read again");
            }
            // Half of a renewal is on the disk, or a wrong one: the next look finds what becomes of it.
            Err(error) => {
                tracing::error!(error = %error, "the new certificate is not used, the old one stays");
            }
        }
        found
    }

    fn leaf(&self) -> CertificateDer<'static> {
        self.leaf.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What is wrong at this time; of the chain nothing is asked, the browser knows whom it trusts.
fn day_fault(leaf: &EndEntityCert<'_>, time: Duration) -> Option<webpki::Error> {
    let time = UnixTime::since_unix_epoch(time);
    leaf.verify_for_usage(&[], &[], &[], time, KeyUsage::server_auth(), None, None).err()
}

fn stamp(certificate: &Path, key: &Path) -> Stamp {
    [certificate, key].map(|file| {
        let found = fs::metadata(file).ok()?;
        Some((found.mtime(), found.mtime_nsec(), found.len(), found.ino()))
    })
}

fn load(
    certificate: &Path,
    key: &Path,
) -> Result<(Arc<ServerConfig>, CertificateDer<'static>), PairError> {
    let pem = read(certificate)?;
    let chain = CertificateDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>();
    let chain = chain.unwrap_or_default();
    let leaf = chain.first().ok_or_else(|| PairError::NoCertificate(certificate.to_owned()))?;
    let leaf = leaf.clone();
    let pem = read(key)?;
    let Ok(private) = PrivateKeyDer::from_pem_slice(&pem) else {
        let is_encrypted = pem.windows(9).any(|word| word == b"ENCRYPTED");
        let why = if is_encrypted { PairError::EncryptedKey } else { PairError::NoKey };
        return Err(why(key.to_owned()));
    };
    let rejected = |error: rustls::Error| {
        let is_mismatch = matches!(error, rustls::Error::InconsistentKeys(_));
        if is_mismatch { PairError::Mismatch } else { PairError::Rejected(error.to_string()) }
    };
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(rejected)?;
    let made = builder.with_no_client_auth().with_single_cert(chain, private);
    let mut config = made.map_err(rejected)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok((Arc::new(config), leaf))
}

fn read(file: &Path) -> Result<Vec<u8>, PairError> {
    let unreadable = |error| PairError::Unreadable { file: file.to_owned(), error };
    let length = fs::metadata(file).map_err(unreadable)?.len();
    if length > FILE_BYTES {
        return Err(PairError::NoCertificate(file.to_owned()));
    }
    fs::read(file).map_err(unreadable)
}
