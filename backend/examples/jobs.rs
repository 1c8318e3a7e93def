//! Lists the jobs of BITS: GUID, state, name. With a name as argument it first makes a job of that name and leaves it there.

#[cfg(windows)]
fn main() {
    use bitsmith_backend::com::Bits;
    use bitsmith_backend::service::Service;
    use bitsmith_core::job::Owner;
    use bitsmith_core::value::JobType;

    let mut bits = Bits::connect().unwrap_or_else(|failure| panic!("BITS is not reached: {failure:?}"));
    if let Some(name) = std::env::args().nth(1) {
        bits.create_job(&name, JobType::Download)
            .map(|_| ())
            .unwrap_or_else(|failure| panic!("BITS makes no job: {failure:?}"));
    }
    let jobs = bits
        .jobs(Owner::Me)
        .unwrap_or_else(|failure| panic!("BITS lists no jobs: {failure:?}"));
    for job in jobs {
        // A job may have ended since it was listed.
        if let Ok(status) = bits.status(&job) {
            println!("{job}\t{:?}\t{}", status.state, status.display_name);
        }
    }
}

#[cfg(not(windows))]
fn main() {
    eprintln!("BITS is a part of Windows: this example does nothing here.");
}
