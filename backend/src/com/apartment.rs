//! COM on this thread.

use super::refused;
use crate::failure::Failure;
use std::marker::PhantomData;
use windows::Win32::Foundation::RPC_E_TOO_LATE;
use windows::Win32::System::Com::{
    COINIT_MULTITHREADED, CoInitializeEx, CoInitializeSecurity, CoUninitialize, EOAC_DYNAMIC_CLOAKING,
    RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_IMP_LEVEL_IMPERSONATE,
};

/// This thread's stay in the multithreaded apartment; it ends when this is dropped.
pub(super) struct Apartment(
    /// It belongs to the thread that entered.
    PhantomData<*const ()>,
);

impl Apartment {
    /// Enters, and says for the whole process how it shows itself to services: authenticated when it connects, and impersonated,
    /// which BITS wants; with dynamic cloaking, so that a helper token is the one of the calling thread.
    /// [w32:connecting-to-the-bits-service; com:IBitsTokenOptions.SetHelperToken]
    pub(super) fn enter() -> Result<Apartment, Failure> {
        // SAFETY: nothing is pointed to; the matching CoUninitialize is in `drop`, on the same thread.
        unsafe { CoInitializeEx(None, COINIT_MULTITHREADED) }
            .ok()
            .map_err(refused)?;
        let apartment = Apartment(PhantomData);
        // SAFETY: all pointers are null, which asks for COM's own choice.
        let security = unsafe {
            CoInitializeSecurity(
                None,
                -1,
                None,
                None,
                RPC_C_AUTHN_LEVEL_CONNECT,
                RPC_C_IMP_LEVEL_IMPERSONATE,
                None,
                EOAC_DYNAMIC_CLOAKING,
                None,
            )
        };
        match security {
            // The process has entered before, by this very function.
            Err(error) if error.code() == RPC_E_TOO_LATE => Ok(apartment),
            Err(error) => Err(refused(error)),
            Ok(()) => Ok(apartment),
        }
    }
}

impl Drop for Apartment {
    fn drop(&mut self) {
        // SAFETY: it matches the CoInitializeEx of `enter`; the type cannot leave its thread, and no interface outlives it.
        unsafe { CoUninitialize() };
    }
}
