//! Which BITS it is: what it has, found out without making a job.

use super::refused;
use crate::failure::Failure;
use crate::service::Feature;
use bitsmith_core::catalog::CATALOG;
use bitsmith_core::version::BitsVersion;
use windows::Win32::Foundation::REGDB_E_CLASSNOTREG;
use windows::Win32::Networking::BackgroundIntelligentTransferService::{
    BackgroundCopyManager, BackgroundCopyManager1_5, BackgroundCopyManager2_0, BackgroundCopyManager2_5,
    BackgroundCopyManager3_0, BackgroundCopyManager4_0, BackgroundCopyManager5_0, BackgroundCopyManager10_1,
    BackgroundCopyManager10_2, BackgroundCopyManager10_3, IBackgroundCopyFile2, IBackgroundCopyFile3,
    IBackgroundCopyJob2, IBackgroundCopyJob3, IBackgroundCopyJob4, IBackgroundCopyJob5,
    IBackgroundCopyJobHttpOptions, IBackgroundCopyJobHttpOptions2, IBackgroundCopyJobHttpOptions3,
    IBackgroundCopyManager, IBitsTokenOptions,
};
use windows::Win32::System::Com::{CLSCTX_LOCAL_SERVER, CoCreateInstance, CoGetPSClsid};
use windows::core::{GUID, Interface};

/// The classes, newest first: one is registered where that version of BITS is, and with it those of all versions before.
/// [w32:determining-the-version-of-bits-on-a-computer]
const CLASSES: &[(BitsVersion, GUID)] = &[
    (BitsVersion::new(10, 3), BackgroundCopyManager10_3),
    (BitsVersion::new(10, 2), BackgroundCopyManager10_2),
    (BitsVersion::new(10, 1), BackgroundCopyManager10_1),
    (BitsVersion::new(5, 0), BackgroundCopyManager5_0),
    (BitsVersion::new(4, 0), BackgroundCopyManager4_0),
    (BitsVersion::new(3, 0), BackgroundCopyManager3_0),
    (BitsVersion::new(2, 5), BackgroundCopyManager2_5),
    (BitsVersion::new(2, 0), BackgroundCopyManager2_0),
    (BitsVersion::new(1, 5), BackgroundCopyManager1_5),
    (BitsVersion::new(1, 0), BackgroundCopyManager),
];

/// An interface with the name under which errors and features speak of it.
pub(super) trait Named: Interface {
    /// The name.
    const NAME: &'static str;
}

macro_rules! interfaces {
    ($($name:ident)+) => {
        $(impl Named for $name { const NAME: &'static str = stringify!($name); })+

        /// The interfaces that came after the first version.
        const INTERFACES: &[(&str, GUID)] = &[$((stringify!($name), $name::IID)),+];
    };
}

interfaces! {
    IBackgroundCopyJob2 IBackgroundCopyJob3 IBackgroundCopyJob4 IBackgroundCopyJob5
    IBackgroundCopyJobHttpOptions IBackgroundCopyJobHttpOptions2 IBackgroundCopyJobHttpOptions3
    IBitsTokenOptions IBackgroundCopyFile2 IBackgroundCopyFile3
}

/// The manager of the jobs, made by its oldest class, which every BITS has.
pub(super) fn manager() -> Result<IBackgroundCopyManager, Failure> {
    create(&BackgroundCopyManager).map_err(refused)
}

fn create(class: &GUID) -> windows::core::Result<IBackgroundCopyManager> {
    // SAFETY: the class lives in the caller's frame; `Bits` keeps this thread in its apartment.
    unsafe { CoCreateInstance(class, None, CLSCTX_LOCAL_SERVER) }
}

/// What this BITS has.
///
/// A setting whose version of BITS is registered as a class is there: that is the documented test. Wine registers the first
/// class alone and has interfaces of later versions; so an interface counts as there, too, where its proxy is registered: without
/// a proxy it could not be asked for across processes at all. A service that has the proxy and not the interface answers
/// E_NOINTERFACE when the interface is needed, and the job is rolled back. Property ids have no proxy of their own and go by version.
pub(super) fn features() -> Result<Vec<Feature>, Failure> {
    let version = version()?;
    let mut features: Vec<Feature> = CATALOG
        .iter()
        .filter_map(|spec| Feature::of(spec.id).map(|feature| (spec.since, feature)))
        .filter(|(since, feature)| *since <= version || has_proxy(*feature))
        .map(|(_, feature)| feature)
        .collect();
    features.sort_unstable();
    features.dedup();
    Ok(features)
}

fn version() -> Result<BitsVersion, Failure> {
    for (version, class) in CLASSES {
        match create(class) {
            Ok(_) => return Ok(*version),
            Err(error) if error.code() == REGDB_E_CLASSNOTREG => {}
            Err(error) => return Err(refused(error)),
        }
    }
    Err(Failure::Missing("BackgroundCopyManager"))
}

fn has_proxy(feature: Feature) -> bool {
    INTERFACES
        .iter()
        .filter(|(name, _)| *name == feature.0)
        // SAFETY: the identifier lives in a constant.
        .any(|(_, iid)| unsafe { CoGetPSClsid(iid) }.is_ok())
}
