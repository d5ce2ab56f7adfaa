//! The certificates by which functions trust the local DynamoDB: a chain like that of AWS's own.

use anyhow::{Context, Result, ensure};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
    PKCS_RSA_SHA256, RsaKeySize,
};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer},
    version::TLS13,
};
use std::{
    fs,
    sync::{Arc, OnceLock},
};
use tempfile::NamedTempFile;

/// The name that the certificate is for.
pub(super) const HOST: &str = "localhost";

/// A leaf of RSA 2048 under an intermediate and a root.
struct Chain {
    certificates: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    root: String,
}

/// The chain of this process. It is made once, since its three keys take a good part of a second.
fn chain() -> Result<&'static Chain> {
    static CHAIN: OnceLock<Chain> = OnceLock::new();
    if let Some(chain) = CHAIN.get() {
        return Ok(chain);
    }
    let made = make_chain().context("no certificate can be made")?;
    Ok(CHAIN.get_or_init(|| made))
}

fn make_chain() -> Result<Chain> {
    let root = CertifiedIssuer::self_signed(authority("Root of the local Lambda"), key()?)?;
    let authority = authority("Intermediate of the local Lambda");
    let intermediate = CertifiedIssuer::signed_by(authority, key()?, &root)?;
    let leaf_key = key()?;
    let leaf = named(CertificateParams::new([HOST.to_owned()])?, HOST);
    let leaf = leaf.signed_by(&leaf_key, &intermediate)?;
    let private = leaf_key.serialize_der();
    Ok(Chain {
        certificates: vec![
            leaf.der().clone(),
            intermediate.der().clone(),
            root.der().clone(),
        ],
        key: PrivateKeyDer::try_from(private).map_err(anyhow::Error::msg)?,
        root: root.pem(),
    })
}

fn key() -> Result<KeyPair> {
    Ok(KeyPair::generate_rsa_for(
        &PKCS_RSA_SHA256,
        RsaKeySize::_2048,
    )?)
}

fn authority(name: &str) -> CertificateParams {
    let mut parameters = named(CertificateParams::default(), name);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    parameters
}

fn named(mut parameters: CertificateParams, name: &str) -> CertificateParams {
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters
}

/// The configuration of a server on [`HOST`]: TLS 1.3 and HTTP/1.1, as DynamoDB speaks them.
pub(super) fn server() -> Result<Arc<ServerConfig>> {
    let chain = chain()?;
    let provider = Arc::new(ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13])?
        .with_no_client_auth()
        .with_single_cert(chain.certificates.clone(), chain.key.clone_key())?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// Files of trusted roots that last as long as this value.
pub(super) struct Trust {
    /// The system's roots and ours.
    bundle: NamedTempFile,
    /// Ours alone.
    root: NamedTempFile,
}

impl Trust {
    /// Adds our root to the system's roots, so that a function reads as many as on AWS.
    ///
    /// # Errors
    /// The system has no roots, or a file can't be written.
    pub fn new() -> Result<Self> {
        let system = openssl_probe::probe().cert_file;
        let system = system.context(
            "the system has no root certificates: install its package ca-certificates, or use \
             `--dynamodb plain`",
        )?;
        let roots = fs::read(&system).with_context(|| system.display().to_string())?;
        ensure!(!roots.is_empty(), "{} is empty", system.display());
        let root = chain()?.root.as_bytes();
        Ok(Self {
            bundle: file(&[&roots, b"\n", root])?,
            root: file(&[root])?,
        })
    }

    /// The variables that name the files to each language's HTTP client. Node.js has the usual roots
    /// built in and is given ours alone.
    pub fn environment(&self) -> Vec<(String, String)> {
        let extra = variable("NODE_EXTRA_CA_CERTS", &self.root);
        trusting(&self.bundle).into_iter().chain([extra]).collect()
    }

    /// The variables that name our root in place of all.
    pub fn own_root(&self) -> [(String, String); 2] {
        trusting(&self.root)
    }
}

fn trusting(roots: &NamedTempFile) -> [(String, String); 2] {
    ["AWS_CA_BUNDLE", "SSL_CERT_FILE"].map(|name| variable(name, roots))
}

fn variable(name: &str, file: &NamedTempFile) -> (String, String) {
    (name.to_owned(), file.path().display().to_string())
}

fn file(parts: &[&[u8]]) -> Result<NamedTempFile> {
    let file = NamedTempFile::new().context("no temporary file can be made")?;
    fs::write(file.path(), parts.concat())?;
    Ok(file)
}
