-- A report of the demonstration is known by who made it and wrote in it; a mark of its own is not needed.

alter table reports drop column demo;
