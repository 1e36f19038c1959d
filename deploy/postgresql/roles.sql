-- Run once, when the cluster is made. `portal_owner` makes and changes tables and is used by
-- migrations alone; `portal` works with rows, so that no process of the portal can take down the
-- triggers that keep the audit.
CREATE ROLE portal_owner LOGIN;
CREATE ROLE portal LOGIN;
CREATE DATABASE portal OWNER portal_owner;
REVOKE ALL ON DATABASE portal FROM PUBLIC;
GRANT CONNECT ON DATABASE portal TO portal;
\connect portal
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO portal;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO portal;
