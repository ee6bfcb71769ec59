"""What tests share: waiting, bodies, a running stack."""
